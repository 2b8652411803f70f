/** Who and what: host, accounts, action, labels. Names suggest them (fields.ts); the values speak for or against. */
import type { Mapping } from '../../../preload/contract/evidence.ts'
import type { Guess } from '../../../preload/contract/understanding.ts'
import { fieldRank, HOST_FIELDS } from './fields.ts'
import { type Sample, type SampleColumn, sampleValues } from './sample.ts'
import { guess, MOST_COLUMNS_LOOKED_AT, share, some } from './counted.ts'

const MOST_ROWS = 2000
/** Names of computers, and IP addresses. */
const HOST = /^(?:[\w-]+(?:\.[\w-]+)*\.?|[\da-f:]+(?:%\w+)?)$/i
/** `DOMAIN\name`, `name@domain`, plain names with blanks (NT AUTHORITY\LOCAL SERVICE), SIDs, machine accounts. No paths, no sentences. */
const ACCOUNT = /^(?:[^\\/:*?"<>|\n]{1,64}\\)?[^\\/:*?"<>|\n]{1,104}$/u
/** What logs write for nobody. */
const NOBODY = new Set(['', '-', 'n/a', 'null', 'none', 'unknown', '(null)'])

export interface ChosenParts {
  host: boolean
  users: boolean
  action: boolean
  labels: boolean
}

export function columnGuesses(sample: Sample, mapping: Mapping, chosen: ChosenParts): Guess[] {
  return [
    hostGuess(sample, mapping.host, chosen.host),
    usersGuess(sample, mapping.users, chosen.users),
    actionGuess(sample, mapping.action, chosen.action),
    labelsGuess(sample, mapping.labels, chosen.labels),
  ]
}

const columnOf = (sample: Sample, name: string): SampleColumn | undefined =>
  sample.columns.find((column) => column.name === name)
const valuesOf = (sample: Sample, name: string): string[] => {
  const column = columnOf(sample, name)
  return column ? sampleValues(column, sample.rows, MOST_ROWS) : []
}
const missing = (name: string): string => `no column “${name}” among the sampled rows`

function hostGuess(sample: Sample, name: string | null, chosen: boolean): Guess {
  const ask = 'Which column names the computer?'
  if (name === null)
    return guess('host', {
      value: 'none',
      confidence: null,
      evidence: 'no column has the name of a host',
      chosen,
    })
  const values = valuesOf(sample, name)
  if (values.length === 0) return guess('host', { value: name, confidence: 0, evidence: missing(name), ask })
  const present = values.filter((value) => value !== '')
  const fit = present.filter((value) => HOST.test(value)).length
  const rival = chosen ? null : otherHost(sample, name, values)
  const also = rival ? `; “${rival.name}” names another in ${some(rival.differs, values.length, 'rows')}` : ''
  return guess('host', {
    value: name,
    confidence: share(fit, present.length) * (1 - (rival ? rival.differs / values.length : 0) / 2),
    evidence: `${some(present.length, values.length, 'rows have it')}, ${new Set(present).size.toLocaleString('en-US')} different; ${some(fit, present.length, 'look like hosts or addresses')}${also}`,
    ask,
    chosen,
  })
}

/** `PC1` and `pc1.corp.example` are one; addresses are compared whole. */
const shortHost = (name: string): string =>
  /^[\d.]+$|:/.test(name) ? name : name.toLowerCase().split('.', 1)[0]!

function otherHost(sample: Sample, own: string, values: string[]): { name: string; differs: number } | null {
  let most: { name: string; differs: number } | null = null
  const hosts = sample.columns.filter(({ name }) => name !== own && fieldRank(HOST_FIELDS, name) >= 0)
  for (const { name } of hosts.slice(0, MOST_COLUMNS_LOOKED_AT)) {
    const others = valuesOf(sample, name)
    const differs = values.filter((value, i) => {
      const other = others[i] ?? ''
      return value !== '' && other !== '' && shortHost(value) !== shortHost(other)
    }).length
    if (differs > (most?.differs ?? 0)) most = { name, differs }
  }
  return most
}

function usersGuess(sample: Sample, names: readonly string[], chosen: boolean): Guess {
  const ask = 'Which columns name the account? Alerts label events by their user.'
  if (names.length === 0) {
    const evidence = 'no column has the name of an account field'
    return guess('users', { value: 'none', confidence: null, evidence, ask, must: true, chosen })
  }
  const looked = names.slice(0, MOST_COLUMNS_LOOKED_AT)
  const lists = looked.map((name) => valuesOf(sample, name).map((value) => value.trim()))
  const absent = looked.find((_, i) => lists[i]!.length === 0)
  if (absent !== undefined)
    return guess('users', { value: names.join(', '), confidence: 0, evidence: missing(absent), ask })
  const rows = lists[0]!.length
  const named = (value: string | undefined): boolean => !NOBODY.has((value ?? '').toLowerCase())
  const present = lists.flatMap((list) => list.flatMap((value) => value.split('\n'))).filter(named)
  const fit = present.filter((value) => ACCOUNT.test(value)).length
  const covered = Array.from({ length: rows }, (_, row) => lists.some((list) => named(list[row]))).filter(
    Boolean,
  )
  return guess('users', {
    value: names.join(', '),
    confidence: share(fit, present.length),
    evidence: `${some(covered.length, rows, 'rows name an account')}, ${new Set(present).size.toLocaleString('en-US')} different; ${some(fit, present.length, 'values look like accounts')}`,
    ask,
    chosen,
  })
}

/** Kinds and classes come again and again; a value that stands alone is an id or a text. */
function repeated(values: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return values.filter((value) => counts.get(value)! > 1).length
}

function actionGuess(sample: Sample, name: string | null, chosen: boolean): Guess {
  if (name === null) {
    const evidence = 'no column has the name of a kind of event'
    return guess('action', { value: 'none', confidence: null, evidence, chosen })
  }
  const values = valuesOf(sample, name)
  const ask = 'Which column tells what kind of event it is?'
  if (values.length === 0)
    return guess('action', { value: name, confidence: 0, evidence: missing(name), ask })
  const present = values.filter((value) => value !== '')
  const again = repeated(present)
  const few = present.length < 10
  return guess('action', {
    value: name,
    confidence: few ? share(present.length, values.length) : share(again, present.length),
    evidence: `${some(present.length, values.length, 'rows have it')}, ${new Set(present).size.toLocaleString('en-US')} different`,
    ask,
    chosen,
  })
}

function labelsGuess(sample: Sample, names: readonly string[], chosen: boolean): Guess {
  if (names.length === 0) {
    const evidence = 'no column has the name of a label'
    return guess('labels', { value: 'none', confidence: null, evidence, chosen })
  }
  const looked = names.slice(0, MOST_COLUMNS_LOOKED_AT)
  const lists = looked.map((name) => valuesOf(sample, name).filter((value) => value !== ''))
  const all = lists.reduce((sum, list) => sum + list.length, 0)
  const again = lists.reduce((sum, list) => sum + (list.length < 10 ? list.length : repeated(list)), 0)
  const kinds = lists.slice(0, 3).map((list, i) => `${names[i]}: ${new Set(list).size} values`)
  return guess('labels', {
    value: names.join(', '),
    confidence: all === 0 ? null : share(again, all),
    evidence: `${kinds.join(', ')}${names.length > 3 ? ', …' : ''}; kept apart from the features`,
    ask: 'Do these columns hold labels? They will not be features.',
    chosen,
  })
}
