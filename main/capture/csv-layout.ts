/** How a CSV file is written: delimiter, line ends, header. Decided from its beginning. */
import { Problem } from '../../preload/contract/problem.ts'
import { cellText } from './csv-columns.ts'
import { CsvScanner, type CsvDialect } from './csv-scan.ts'

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
const MOST_COLUMNS = 100_000
const SAMPLE = 200
/** Share of the sampled lines, header included, that must have the header's width for a file to count as a table. */
const ENOUGH = 0.5

/**
 * The layout of a table, or null when no delimiter cuts the lines alike.
 * @param whole `head` is all there is
 * @throws Problem too-many-columns
 */
export function csvLayout(head: Buffer, whole: boolean): CsvLayout | null {
  const newline = lineEnd(head)
  const told = /^"?sep=([,;|\t])"?\r?\n/i.exec(head.toString('latin1', 0, 12))
  const candidates = told ? [told[1]!.charCodeAt(0)] : CANDIDATES
  let best: { dialect: CsvDialect; share: number; width: number } | null = null
  for (const delimiter of candidates) {
    const dialect: CsvDialect = { delimiter, newline }
    const { width, share } = regularity(head, whole, dialect, told ? 1 : 0)
    if (width < 2 || share < ENOUGH) continue
    if (!best || share > best.share + 0.05 || (share > best.share - 0.05 && width > best.width)) {
      best = { dialect, share, width }
    }
  }
  if (!best) return null
  const names = headerCells(head, whole, best.dialect, best.width, told ? 1 : 0)
  return { dialect: best.dialect, columns: columnNames(names), skip: told ? 2 : 1 }
}

/** CR only where a file has no LF at all at its beginning. */
function lineEnd(head: Buffer): 10 | 13 {
  return head.includes(10) || !head.includes(13) ? 10 : 13
}

/** Cells of the header, and the share of lines that have as many; the header counts as one of them. */
function regularity(
  head: Buffer,
  whole: boolean,
  dialect: CsvDialect,
  skip: number,
): { width: number; share: number } {
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
  return { width, share: (alike + 1) / (rows + 1) }
}

function headerCells(
  head: Buffer,
  whole: boolean,
  dialect: CsvDialect,
  width: number,
  skip: number,
): string[] {
  // prettier-ignore
  if (width > MOST_COLUMNS) {
    throw new Problem('too-many-columns', `The header has ${width} columns; ${MOST_COLUMNS} is the most.`, {
      where: { line: 1 },
      advice: 'Check whether the file is a table at all.',
    })
  }
  const scan = new CsvScanner(dialect, width)
  let at = 0
  for (let met = 0; met <= skip;) {
    scan.scan(head, at, head.length, whole)
    if (scan.end > at) met++
    if (met <= skip) at = scan.next
  }
  return Array.from({ length: width }, (_, i) => cellText(head, scan.starts[i]!, scan.ends[i]!))
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
