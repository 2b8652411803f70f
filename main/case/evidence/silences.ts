/**
 * Stretches in which a host of a capture said nothing for far longer than it usually pauses: at least a minute, and fifty
 * times as long as all but one in twenty pauses. Looked for once a capture and kept, with an entry in the custody log.
 */
import type { Gap } from '../../../preload/contract/gaps.ts'
import type { CaseFile } from '../case-file.ts'
import type { EventCore } from './core.ts'
import { record } from '../custody.ts'
import { listGaps } from './gaps.ts'
import { kthSmallest } from './smallest.ts'
import { reading, transact } from '../storage-problem.ts'

const LEAST = 60_000_000
const TIMES = 50
/** The longest of each host are kept. */
const MOST = 100

export interface Pause {
  /** The last event before it and the first behind it, microseconds. */
  from: number
  to: number
}

/** @param sorted times, rising */
export function longPauses(sorted: Float64Array): { pauses: Pause[]; usual: number } {
  if (sorted.length < 3) return { pauses: [], usual: 0 }
  const all = new Float64Array(sorted.length - 1)
  for (let i = 1; i < sorted.length; i++) all[i - 1] = sorted[i]! - sorted[i - 1]!
  const usual = kthSmallest(all.slice(), Math.floor(all.length * 0.95))
  const least = Math.max(LEAST, usual * TIMES)
  const pauses: Pause[] = []
  for (let i = 0; i < all.length; i++)
    if (all[i]! >= least) pauses.push({ from: sorted[i]!, to: sorted[i + 1]! })
  return { pauses, usual }
}

/** Looks through every capture of the core that was not looked through yet. */
export function keepSilences(c: CaseFile, core: EventCore): void {
  const looked = new Set(
    reading(c, () => c.db.prepare<[], number>('SELECT source FROM gap_looks').pluck().all()),
  )
  const records = listGaps(c)
  const next = [...core.firstEvent.values(), core.count]
  for (const [source, first] of core.firstEvent) {
    if (looked.has(source)) continue
    const end = next[next.indexOf(first) + 1]!
    const found = silencesIn(core, first, end)
    transact(c, () => {
      const insert = c.db.prepare(
        'INSERT INTO silences (source, host, from_time, to_time, usual) VALUES (?, ?, ?, ?, ?)',
      )
      for (const { host, from, to, usual } of found) insert.run(source, host, from, to, usual)
      c.db.prepare('INSERT INTO gap_looks (source, at) VALUES (?, ?)').run(source, Date.now() * 1000)
      record(c, 'gaps-found', {
        source,
        silences: found.length,
        records: records.filter((gap) => gap.source === source).length,
      })
    })
  }
}

interface Silence extends Pause {
  host: string
  usual: number
}

function silencesIn({ time, host }: EventCore, first: number, end: number): Silence[] {
  const sizes = new Uint32Array(host.values.length)
  for (let i = first; i < end; i++) if (!Number.isNaN(time[i]!)) sizes[host.codes[i]!]!++
  const lists = Array.from(sizes, (size) => new Float64Array(size))
  sizes.fill(0)
  for (let i = first; i < end; i++) {
    const code = host.codes[i]!
    if (!Number.isNaN(time[i]!)) lists[code]![sizes[code]!++] = time[i]!
  }
  return lists.flatMap((times, code) => {
    const { pauses, usual } = longPauses(ascending(times))
    return pauses
      .toSorted((a, b) => b.to - b.from - (a.to - a.from))
      .slice(0, MOST)
      .toSorted((a, b) => a.from - b.from)
      .map((pause) => ({ ...pause, host: host.values[code]!, usual }))
  })
}

function ascending(times: Float64Array): Float64Array {
  for (let i = 1; i < times.length; i++) if (times[i]! < times[i - 1]!) return times.sort()
  return times
}

/** Every gap of the case, record numbers and silences, by time; times as stored. */
export function caseGaps(c: CaseFile): Gap[] {
  const find = c.db.prepare<[], { source: number; host: string; from: number; to: number; usual: number }>(
    `SELECT source, host, from_time AS "from", to_time AS "to", usual FROM silences
     JOIN sources ON sources.id = silences.source AND sources.state = 'ready'`,
  )
  const silences = reading(c, () => find.all()).map((silence): Gap => ({
    kind: 'silence',
    ...silence,
    channel: '',
    missing: null,
    afterId: null,
    beforeId: null,
  }))
  const records = listGaps(c).map(({ afterId, beforeId, ...gap }): Gap => ({
    kind: 'records',
    ...gap,
    missing: beforeId - afterId - 1,
    afterId,
    beforeId,
    usual: null,
  }))
  return [...records, ...silences].sort((a, b) => (a.from ?? 0) - (b.from ?? 0))
}
