/**
 * Labels of the Atomic Red Team capture by the plainest possible means, to hold Tribunal's labels against. It shares no code
 * with the product: gunzip, JSON.parse, a hand-made CSV split, every event compared with every alert.
 *
 * Alone: `node test/unit/labeling/independent-labels.ts EVENTS.ndjson.gz LOG.csv BEFORE_SECONDS AFTER_SECONDS`
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const accountFields = [
  'User',
  'SubjectUserName',
  'TargetUserName',
  'ParentUser',
  'SourceUser',
  'TargetUser',
  'AccountName',
]

export interface PlainEvent {
  at: bigint
  users: Set<string>
}
export interface PlainAlert {
  at: bigint
  user: string
  technique: string
  tactic: string
}
export interface PlainLabels {
  labeled: number
  unmatched: number
  /** Events whose windows belong to two or more tactics, and to two or more techniques. */
  twoTactics: number
  twoTechniques: number
  /** Per event: the tactic of the nearest alert, or null. */
  tactics: (string | null)[]
}

/** `2024-10-24T21:21:02.210372Z` to microseconds. */
function microseconds(text: string): bigint {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/.exec(text)
  if (!found) throw new Error(`no time: ${text}`)
  return BigInt(Date.parse(`${found[1]}Z`)) * 1000n + BigInt((found[2] ?? '').padEnd(6, '0'))
}

/** `SERVER002\Admin_Test` to `admin_test`. */
function plainName(account: string): string {
  return account.replace(/^.*\\/, '').replace(/@.*$/, '').toLowerCase()
}

export function plainEvents(path: string): PlainEvent[] {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n')
  return lines.filter(Boolean).map((line) => {
    const event = JSON.parse(line) as Record<string, unknown>
    const named = accountFields
      .map((field) => event[`event_data.${field}`])
      .filter((name) => typeof name === 'string')
    return { at: microseconds(event['@timestamp'] as string), users: new Set(named.map(plainName)) }
  })
}

export function plainAlerts(path: string): PlainAlert[] {
  const [header, ...rows] = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(Boolean)
    .map(cells)
  const column = (name: string) => header!.indexOf(name)
  return rows.map((row) => ({
    at: microseconds(row[column('Execution Time (UTC)')]!),
    user: plainName(row[column('Username')]!),
    technique: row[column('Technique')]!,
    tactic: row[column('category')]!,
  }))
}

function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) =>
    cell[1] === undefined ? cell[2]! : cell[1].replaceAll('""', '"'),
  )
}

/** @param before seconds, like `after`; both ends belong to the window */
export function plainLabels(
  events: PlainEvent[],
  alerts: PlainAlert[],
  before: number,
  after: number,
): PlainLabels {
  const low = BigInt(before) * 1_000_000n
  const high = BigInt(after) * 1_000_000n
  const matched = new Set<PlainAlert>()
  const result: PlainLabels = { labeled: 0, unmatched: 0, twoTactics: 0, twoTechniques: 0, tactics: [] }
  for (const event of events) {
    let best: PlainAlert | null = null
    let bestDistance = 0n
    const tactics = new Set<string>()
    const techniques = new Set<string>()
    for (const alert of alerts) {
      const since = event.at - alert.at
      if (since < -low || since > high || !event.users.has(alert.user)) continue
      matched.add(alert)
      tactics.add(alert.tactic)
      techniques.add(alert.technique)
      const distance = since < 0n ? -since : since
      if (!best || distance < bestDistance || (distance === bestDistance && alert.at < best.at)) {
        best = alert
        bestDistance = distance
      }
    }
    if (best) result.labeled++
    if (tactics.size > 1) result.twoTactics++
    if (techniques.size > 1) result.twoTechniques++
    result.tactics.push(best?.tactic ?? null)
  }
  result.unmatched = alerts.length - matched.size
  return result
}

if (process.argv[1] === import.meta.filename) {
  const [events, log, before, after] = process.argv.slice(2)
  const { tactics, ...counts } = plainLabels(
    plainEvents(events!),
    plainAlerts(log!),
    Number(before),
    Number(after),
  )
  const byTactic: Record<string, number> = {}
  for (const tactic of tactics) if (tactic !== null) byTactic[tactic] = (byTactic[tactic] ?? 0) + 1
  console.log(JSON.stringify({ ...counts, byTactic }, null, 2))
}
