/** How a CSV file is written: delimiter, line ends, header. Decided from its beginning. */
import { cellText } from './columns.ts'
import { CsvScanner, type CsvDialect } from './scan.ts'
import { MOST_COLUMNS, tooManyColumns } from '../understanding/widest.ts'

export interface CsvLayout {
  dialect: CsvDialect
  /** Column names: trimmed, empty ones named by place, duplicates numbered. */
  columns: string[]
  /** Records before the first row: the header, and Excel's `sep=` line. */
  skip: number
  /** Cells that stand for a missing value. */
  missing?: string[]
}

const CANDIDATES = [44, 9, 59, 124]
const SAMPLE = 200
/** Share of the sampled lines, header included, that must have the header's width for a file to count as a table. */
const ENOUGH = 0.5

/** One way to cut the lines, and how many of the sampled rows agree with it. */
export interface Cut {
  delimiter: number
  /** Cells of the header. */
  width: number
  /** Rows looked at, without the header, and those of the header's width. */
  rows: number
  alike: number
}

/** What may be told of a table. */
export interface ToldTable {
  delimiter?: string | undefined
  header?: boolean | undefined
}

/** `sep=;`, which Excel reads and writes in front of a table; `''` when it is not there. */
const separatorLine = (head: Buffer): string =>
  /^"?sep=([,;|\t])"?\r?\n/i.exec(head.toString('latin1', 0, 12))?.[1] ?? ''

/** Every delimiter that cuts the header in two or more, and how well it cuts the rows. */
export function cutsOf(head: Buffer, whole: boolean): Cut[] {
  const skip = separatorLine(head) === '' ? 0 : 1
  return CANDIDATES.map((delimiter) =>
    regularity(head, whole, { delimiter, newline: lineEnd(head) }, skip),
  ).filter(({ width }) => width > 1)
}

/**
 * The layout of a table, or null when no delimiter cuts the lines alike.
 * @param whole `head` is all there is
 * @param told what a person has decided; a delimiter that is told is taken, however it cuts
 * @throws Problem too-many-columns
 */
export function csvLayout(head: Buffer, whole: boolean, told: ToldTable = {}): CsvLayout | null {
  const newline = lineEnd(head)
  const line = separatorLine(head)
  const given = told.delimiter ?? line
  const skip = line === '' ? 0 : 1
  const best =
    given === ''
      ? bestCut(cutsOf(head, whole))
      : regularity(head, whole, { delimiter: given.charCodeAt(0), newline }, skip)
  if (!best || best.width < (told.delimiter === undefined ? 2 : 1)) return null
  if (told.delimiter === undefined && shareOf(best) < ENOUGH) return null
  if (best.width > MOST_COLUMNS) throw tooManyColumns(`A row has ${best.width} columns`, { line: skip + 1 })
  const dialect: CsvDialect = { delimiter: best.delimiter, newline }
  const names =
    told.header === false
      ? Array.from({ length: best.width }, () => '')
      : headerCells(head, whole, dialect, best.width, skip)
  return { dialect, columns: columnNames(names), skip: skip + (told.header === false ? 0 : 1) }
}

/** Share of the lines, header included, that have the header's width. */
const shareOf = ({ rows, alike }: Cut): number => (alike + 1) / (rows + 1)

/** The most regular; among those about alike, the one that cuts more. */
function bestCut(cuts: readonly Cut[]): Cut | null {
  let best: Cut | null = null
  for (const cut of cuts) {
    const [share, most] = [shareOf(cut), best ? shareOf(best) : 0]
    if (share < ENOUGH) continue
    if (!best || share > most + 0.05 || (share > most - 0.05 && cut.width > best.width)) best = cut
  }
  return best
}

/** Cells of the first row as they are written, to see whether they are names. */
export function firstCells(head: Buffer, whole: boolean, layout: CsvLayout): string[] {
  const skip = separatorLine(head) === '' ? 0 : 1
  return headerCells(head, whole, layout.dialect, layout.columns.length, skip)
}

/** CR only where a file has no LF at all at its beginning. */
function lineEnd(head: Buffer): 10 | 13 {
  return head.includes(10) || !head.includes(13) ? 10 : 13
}

/** Cells of the header, and how many rows have as many. */
function regularity(head: Buffer, whole: boolean, dialect: CsvDialect, skip: number): Cut {
  // prettier-ignore
  const scan = new CsvScanner(dialect, 0)
  let [width, rows, alike] = [0, 0, 0]
  let met = 0
  for (let at = 0; at < head.length && rows < SAMPLE;) {
    const found = scan.scan(head, at, head.length, whole)
    if (found === 'incomplete') break
    if (found !== 'record') {
      // Not a place to go on from; the line counts as unlike the header.
      rows++
      const stop = head.indexOf(dialect.newline, at)
      at = stop < 0 ? head.length : stop + 1
      continue
    }
    const blank = scan.end === at
    at = scan.next
    if (blank) continue
    if (met++ < skip) continue
    if (width === 0) width = scan.cells
    else {
      rows++
      if (scan.cells === width) alike++
    }
  }
  return { delimiter: dialect.delimiter, width, rows, alike }
}

function headerCells(
  head: Buffer,
  whole: boolean,
  dialect: CsvDialect,
  width: number,
  skip: number,
): string[] {
  if (width > MOST_COLUMNS) throw tooManyColumns(`The header has ${width} columns`, { line: skip + 1 })
  const scan = new CsvScanner(dialect, width)
  let met = 0
  for (let at = 0; at < head.length;) {
    const found = scan.scan(head, at, head.length, whole)
    if (found === 'record') {
      if (scan.end > at && met++ === skip)
        return Array.from({ length: width }, (_, i) => cellText(head, scan.starts[i]!, scan.ends[i]!))
      at = scan.next
    } else {
      if (met++ === skip) return brokenHeader(head, at, dialect, width)
      const stop = head.indexOf(dialect.newline, at)
      at = stop < 0 ? head.length : stop + 1
    }
  }
  return Array.from({ length: width }, () => '')
}

/** Names from a header with a quote out of place: its line cut as if there were no quotes, if that makes as many as the rows have. */
function brokenHeader(head: Buffer, at: number, dialect: CsvDialect, width: number): string[] {
  const scan = new CsvScanner({ ...dialect, plain: true }, width)
  scan.scan(head, at, head.length, true)
  if (scan.cells !== width) return Array.from({ length: width }, () => '')
  return Array.from({ length: width }, (_, i) =>
    cellText(head, scan.starts[i]!, scan.ends[i]!).replaceAll('"', ''),
  )
}

/** Trimmed; empty names become `column_3`; a name that is there already (whatever its case) becomes `name_2`. */
export function columnNames(cells: readonly string[]): string[] {
  /** Name in lower case → the number its next duplicate gets. */
  const taken = new Map<string, number>()
  return cells.map((cell, i) => {
    const wanted = cell.trim() || `column_${i + 1}`
    let name = wanted
    for (let n = taken.get(wanted.toLowerCase()) ?? 2; taken.has(name.toLowerCase()); n++) {
      name = `${wanted}_${n}`
      taken.set(wanted.toLowerCase(), n + 1)
    }
    taken.set(name.toLowerCase(), taken.get(name.toLowerCase()) ?? 2)
    return name
  })
}
