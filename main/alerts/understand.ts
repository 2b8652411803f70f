/**
 * One row of fields as an alert: its name, accounts, host, times and ATT&CK techniques.
 *
 * Times: `fired` is when the search reported it (`_time`), `first` and `last` bound the activity that it reports; where only
 * `orig_time` says when that was, it is both. A time that cannot be read, or that is 0 ("all time"), counts as missing.
 * Accounts: the first field that names someone; entries like `unknown` stay only where there is nothing better, so that the
 * labeling rule can say why the alert matches nothing.
 */
import type { Alert } from '../case/alerts.ts'
import { isNobody } from '../labeling/entity.ts'
import { attackOf, attackOfAlert } from './attack.ts'
import {
  HOSTS,
  NAMES,
  TEST_NAME,
  TEST_NUMBER,
  TIMES,
  USERS,
  WEAK_NAMES,
  type TimeRole,
} from './field-names.ts'
import { firstField, type Fields } from './fields.ts'
import type { AlertRow } from './rows.ts'
import type { TimeReader } from './time-columns.ts'

export type Draft = Omit<Alert, 'id' | 'source'>

const MOST_USERS = 100
const MOST_NAME = 500
/** Several values in one cell are joined by line ends. */
const split = (values: readonly string[]) =>
  values
    .flatMap((value) => value.split(/\r?\n/))
    .map((value) => value.trim())
    .filter((value) => value !== '')

/** The name of the alert's search or test; null when only weaker names or the file's can stand in. */
export function strongName(fields: Fields): string | null {
  const name = firstField(fields, NAMES)?.values[0]
  if (name !== undefined) return name
  const test = fields.get(TEST_NAME)?.[0]
  if (test === undefined) return null
  const technique = attackOf(fields).techniques[0]
  const number = fields.get(TEST_NUMBER)?.[0]
  return [technique, number].every(Boolean)
    ? `${technique}-${number} ${test}`
    : `${technique ?? ''} ${test}`.trim()
}

function nameOf(fields: Fields, fallback: string): string {
  const weak = firstField(fields, WEAK_NAMES)?.values[0]
  return (strongName(fields) ?? weak?.replace(/\.(ya?ml|json|csv|txt)$/i, '') ?? fallback).slice(0, MOST_NAME)
}

/** Every account that the row names, none twice. */
export function accountsIn(fields: Fields): string[] {
  const listed = USERS.map((name) => split(fields.get(name) ?? [])).filter((users) => users.length > 0)
  if (fields.get('risk_object_type')?.[0]?.toLowerCase() === 'user') {
    listed.push(split(fields.get('risk_object') ?? []))
  }
  const best = listed.find((users) => users.some((user) => !isNobody(user)))
  const someone = best?.filter((user) => !isNobody(user)) ?? listed[0] ?? []
  return [...new Set(someone)].slice(0, MOST_USERS)
}

/** All readable times of a role, from the first field that has any. */
function timesOf(fields: Fields, role: TimeRole, read: TimeReader): number[] {
  for (const name of TIMES[role]) {
    const times = split(fields.get(name) ?? [])
      .map((text) => read(name, text))
      .filter((at) => at !== null)
    if (times.length > 0) return times
  }
  return []
}

/** @param fallback name for alerts that carry none, e.g. the file's */
export function understandRow(row: AlertRow, read: TimeReader, fallback: string): Draft {
  const { fields, original } = row
  const users = accountsIn(fields)
  const first = timesOf(fields, 'first', read)
  const last = timesOf(fields, 'last', read)
  const name = nameOf(fields, fallback)
  return {
    name,
    user: users[0] ?? '',
    users,
    host: firstField(fields, HOSTS)?.values[0] ?? '',
    ...attackOfAlert(fields, name),
    fired: timesOf(fields, 'fired', read)[0] ?? null,
    first: first.length > 0 ? Math.min(...first) : null,
    last: last.length > 0 ? Math.max(...last) : null,
    original,
  }
}

/** Reason why a row is no alert, or null. */
export function hollow({ fields }: AlertRow, draft: Draft): string | null {
  const timed = draft.fired !== null || draft.first !== null || draft.last !== null
  if (timed || draft.users.length > 0 || strongName(fields) !== null) return null
  return 'names neither a search, nor an account, nor a time'
}
