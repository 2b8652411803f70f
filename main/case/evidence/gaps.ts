/** Gaps in the record numbers of a capture: facts found at import, kept beside the source. */
import type { CaseFile } from '../case-file.ts'
import { reading, transact } from '../storage-problem.ts'

/** Records between two that are there; whoever logs numbers them one by one, so these were lost, cleared or left out. */
export interface RecordGap {
  source: number
  /** '' where the capture names none. */
  host: string
  channel: string
  /** Numbers of the records on both sides; those between are missing. */
  afterId: number
  beforeId: number
  /** Of these two, in microseconds; null where they have no time. */
  from: number | null
  to: number | null
}

/** Keeps the gaps of a source that is being imported. */
export function addGaps(c: CaseFile, source: number, gaps: readonly Omit<RecordGap, 'source'>[]): void {
  if (gaps.length === 0) return
  transact(c, () => {
    const insert = c.db.prepare(
      `INSERT INTO gaps (source, host, channel, after_id, before_id, from_time, to_time)
       VALUES (@source, @host, @channel, @afterId, @beforeId, @from, @to)`,
    )
    for (const gap of gaps) insert.run({ ...gap, source })
  })
}

/** Gaps of one source, or of all; by host, channel and number. */
export function listGaps(c: CaseFile, source?: number): RecordGap[] {
  const find = c.db.prepare<{ source: number | null }, RecordGap>(
    `SELECT gaps.source, host, channel, after_id AS afterId, before_id AS beforeId, from_time AS "from", to_time AS "to"
     FROM gaps JOIN sources ON sources.id = gaps.source AND sources.state = 'ready'
     WHERE @source IS NULL OR gaps.source = @source ORDER BY gaps.source, host, channel, after_id`,
  )
  return reading(c, () => find.all({ source: source ?? null }))
}
