/** Makers of small cases in memory for the labeling tests. Times are given in seconds for reading; the case holds microseconds. */
import type { Alert } from '../../../main/case/alerts.ts'
import type { Coded } from '../../../main/case/evidence/coded.ts'
import type { EventCore } from '../../../main/case/evidence/core.ts'
import { Rule } from '../../../preload/contract/labeling.ts'

export const second = 1_000_000

export function coded(texts: readonly string[]): Coded {
  const values = ['', ...new Set(texts.filter((text) => text !== ''))]
  return { codes: Uint32Array.from(texts, (text) => values.indexOf(text)), values }
}

/** @param events seconds (NaN: no time) and the accounts in the mapped fields */
export function core(events: readonly { at: number; users: readonly string[] }[]): EventCore {
  const width = Math.max(1, ...events.map((event) => event.users.length))
  const users = Array.from({ length: width }, (_, k) => coded(events.map((event) => event.users[k] ?? '')))
  return {
    count: events.length,
    time: Float64Array.from(events, (event) => event.at * second),
    host: coded(events.map(() => 'H')),
    user: users[0]!,
    users,
    action: coded(events.map(() => '1')),
    source: new Uint32Array(events.length).fill(1),
    firstEvent: new Map([[1, 0]]),
  }
}

/** @param given times in seconds */
export function alert(id: number, given: Partial<Omit<Alert, 'id'>> & { at?: number | null }): Alert {
  const { at, ...rest } = given
  const users = given.users ?? (given.user === undefined ? [] : [given.user])
  const base = {
    source: 2,
    name: 'A',
    user: users[0] ?? '',
    host: '',
    techniques: [],
    tactics: [],
    original: '',
  }
  const times = { fired: at === undefined || at === null ? null : at * second, first: null, last: null }
  return { ...base, ...times, ...rest, users, id }
}

/** @param given window in seconds; the rest as in the contract */
export function rule(given: Partial<Rule> = {}): Rule {
  const { before = 0, after = 0, ...rest } = given
  return Rule.parse({ classBy: 'name', ...rest, before: before * second, after: after * second })
}
