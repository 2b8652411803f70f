/**
 * Gaps in record numbers, found once a capture is stored. Windows numbers the records of each log of each host one by one; a number
 * that is missing is a record that was lost, cleared or left out. Where more than half of the numbers are missing the capture is a
 * selection of the log, and what it leaves out says nothing.
 */
import type { CaseFile } from '../case/case-file.ts'
import { readNumbers, readText, readTimes, type Coded } from '../case/evidence/columns.ts'
import type { RecordGap } from '../case/evidence/gaps.ts'
import type { Mapping, SourceColumn } from '../../preload/contract/evidence.ts'
import { lastPart } from './understanding/fields.ts'

const NUMBERS = ['eventrecordid', 'recordnumber', 'recordid']
const CHANNELS = ['channel', 'logname']
/** Share of numbers that must be there. */
const DENSE = 0.5
/** Larger captures are not looked at: the numbers of all rows are held at once. */
const MOST_ROWS = 5_000_000
/** The longest of each log are kept. */
const MOST_GAPS = 100

interface Log {
  host: string
  channel: string
  rows: number[]
}

/** @param rows stored so far: all of them */
export function findRecordGaps(
  c: CaseFile,
  source: number,
  { columns, mapping, rows }: { columns: readonly SourceColumn[]; mapping: Mapping; rows: number },
): Omit<RecordGap, 'source'>[] {
  const named = (names: readonly string[]) => columns.find(({ name }) => names.includes(lastPart(name)))?.name
  const numberColumn = named(NUMBERS)
  if (numberColumn === undefined || rows > MOST_ROWS) return []
  const ids = readNumbers(c, source, numberColumn)
  const times = mapping.time === null ? null : readTimes(c, source, mapping.time)
  const channelColumn = named(CHANNELS)
  const host = mapping.host === null ? null : readText(c, source, mapping.host)
  const channel = channelColumn === undefined ? null : readText(c, source, channelColumn)
  const at = (row: number): number | null => {
    const time = times?.[row] ?? Number.NaN
    return Number.isNaN(time) ? null : time
  }
  return logsOf(ids, host, channel).flatMap((log) =>
    gapsOf(log.rows, ids).map(([before, behind]) => ({
      host: log.host,
      channel: log.channel,
      afterId: ids[before]!,
      beforeId: ids[behind]!,
      from: at(before),
      to: at(behind),
    })),
  )
}

/** More than there are rows, and with it different texts of a column. */
const CODES = 2 ** 24

/** Rows with a number, by host and channel. */
function logsOf(ids: Float64Array, host: Coded | null, channel: Coded | null): Log[] {
  const logs = new Map<number, Log>()
  for (let row = 0; row < ids.length; row++) {
    if (!Number.isSafeInteger(ids[row]!)) continue
    const [h, k] = [host?.codes[row] ?? 0, channel?.codes[row] ?? 0]
    const key = h * CODES + k
    let log = logs.get(key)
    if (!log)
      logs.set(key, (log = { host: host?.values[h] ?? '', channel: channel?.values[k] ?? '', rows: [] }))
    log.rows.push(row)
  }
  return [...logs.values()]
}

/** Pairs of rows whose numbers do not follow each other; none where the log is a selection. */
function gapsOf(rows: number[], ids: Float64Array): [before: number, behind: number][] {
  rows.sort((a, b) => ids[a]! - ids[b]!)
  const missing = ([before, behind]: [number, number]) => ids[behind]! - ids[before]! - 1
  const pairs: [number, number][] = []
  let different = 1
  // One pass and few objects: this runs on the thread that answers, over up to millions of rows.
  for (let i = 1; i < rows.length; i++) {
    const left = ids[rows[i]!]! - ids[rows[i - 1]!]! - 1
    if (left >= 0) different++
    if (left > 0) pairs.push([rows[i - 1]!, rows[i]!])
  }
  const width = ids[rows.at(-1)!]! - ids[rows[0]!]! + 1
  if (rows.length < 2 || different < DENSE * width) return []
  return pairs.sort((a, b) => missing(b) - missing(a)).slice(0, MOST_GAPS)
}
