/**
 * What is known to be true of events, and whether an alert says the same. Truth comes from a column of the capture (a label
 * field of a data set) or from people's verdicts; most captures have neither, and some have it for a few events only.
 *
 * A column may name kinds of attack in the words of the alerts (a technique, a tactic, a test), or only say malicious or not.
 * Which it is, is found by comparing its values with what the alerts say of themselves.
 */
import type { Alert } from '../../case/alerts.ts'
import type { Coded } from '../../case/evidence/coded.ts'

/** What of an alert is compared with the truth; `malicious`: any alert is right about any event that is not benign. */
export const truthKeys = ['name', 'first word of the name', 'technique', 'tactic', 'malicious'] as const
export type TruthKey = (typeof truthKeys)[number]

export interface Truth {
  /** The column it is from, or `verdicts`. */
  name: string
  key: TruthKey
  /** Per event: -1 not known, 0 benign, above 0 a kind of attack. */
  events: Int32Array
  /** Per alert position: the kind that the alert stands for, -2 where the truth has no such kind. */
  alerts: Int32Array
  /** Events with any kind of attack: what a labeling could find. */
  malicious: number
  /** Events of which the truth is known. */
  known: number
}

/** Words for "nothing happened here", lower case. */
const benignWords = new Set(
  ['', '-', '0', '0.0', 'false', 'no', 'none', 'benign', 'normal', 'background', 'legitimate'].values(),
)
/** Below this share of a column's kinds found among the alerts, it is taken to say only malicious or not. */
const ENOUGH = 0.2

export function isBenignWord(value: string): boolean {
  return benignWords.has(value.trim().toLowerCase())
}

const plain = (text: string): string => text.trim().toLowerCase()

function keyOf(alert: Alert, key: TruthKey): string[] {
  switch (key) {
    case 'name':
      return [plain(alert.name)]
    case 'first word of the name':
      return [plain(alert.name).split(/\s/)[0]!]
    case 'technique':
      return alert.techniques.slice(0, 1).map(plain)
    case 'tactic':
      return alert.tactics.slice(0, 1).map(plain)
    case 'malicious':
      return ['malicious']
  }
}

/** The key under which most of the column's kinds are found among the alerts. */
function bestKey(kinds: ReadonlySet<string>, alerts: readonly Alert[]): TruthKey {
  const shares = truthKeys.slice(0, -1).map((key) => {
    const said = new Set(alerts.flatMap((alert) => keyOf(alert, key)))
    return { key, share: [...kinds].filter((kind) => said.has(kind)).length / Math.max(1, kinds.size) }
  })
  const best = shares.toSorted((a, b) => b.share - a.share)[0]!
  return best.share >= ENOUGH ? best.key : 'malicious'
}

/**
 * Truth from a column.
 * @param column one text per event; empty, `0`, `benign` and the like are benign
 * @param present false: an empty cell says nothing, rather than benign
 */
export function truthFrom(
  name: string,
  column: Coded,
  alerts: readonly Alert[],
  given?: TruthKey,
  emptyIsBenign = true,
): Truth {
  const kinds = new Set(column.values.filter((value) => !isBenignWord(value)).map(plain))
  const key = given ?? bestKey(kinds, alerts)
  const codes = new Map([...(key === 'malicious' ? ['malicious'] : kinds)].map((kind, i) => [kind, i + 1]))
  const ofValue = Int32Array.from(column.values, (value, code) => {
    if (code === 0) return emptyIsBenign ? 0 : -1
    return isBenignWord(value) ? 0 : key === 'malicious' ? 1 : codes.get(plain(value))!
  })
  const events = Int32Array.from(column.codes, (code) => ofValue[code]!)
  return {
    name,
    key,
    events,
    alerts: Int32Array.from(alerts, (alert) => codes.get(keyOf(alert, key)[0] ?? '') ?? -2),
    malicious: countWhere(events, (code) => code > 0),
    known: countWhere(events, (code) => code >= 0),
  }
}

function countWhere(codes: Int32Array, test: (code: number) => boolean): number {
  let count = 0
  for (const code of codes) if (test(code)) count++
  return count
}
