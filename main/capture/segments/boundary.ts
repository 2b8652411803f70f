/**
 * Where to cut a capture so that a record begins right behind the cut, found without reading what comes before. It may be wrong,
 * as in a field that spans lines and looks like rows; then the reading stops elsewhere and its successor is read again
 * (text-parts.ts). So a good guess saves time, and a bad one costs time, never rows.
 */
import type { TextLayout } from '../capture-reader.ts'
import { CsvScanner, type CsvDialect } from '../csv/scan.ts'
import { JsonDocuments } from '../json/documents.ts'
import type { Head } from '../text-stream.ts'

/** Bytes looked at for a cut, from the end backwards, and line ends tried. */
const REACH = 1 << 20
const TRIES = 500

/** Answers how many of the bytes to take; all of them where it finds no place. */
export type Boundary = (bytes: Buffer) => number

export function boundaryFor(layout: TextLayout, head: Head): Boundary {
  const { encoding } = head.sniffed
  if (encoding === 'utf-16le' || encoding === 'utf-16be')
    return utf16Boundary(encoding === 'utf-16le' ? 0 : 1)
  // Code pages leave ASCII as it is: a line end is a good guess, whatever the bytes around it mean.
  if (encoding !== 'utf-8') return (bytes) => bytes.lastIndexOf(10) + 1 || bytes.length
  if ('csv' in layout) return csvBoundary(layout.csv.dialect, layout.csv.columns.length)
  if (!('json' in layout)) return layout.format === 'xml' ? xmlBoundary : (bytes) => bytes.length
  if (layout.json.kind === 'lines') return (bytes) => bytes.lastIndexOf(10) + 1 || bytes.length
  const cutter = new JsonDocuments(layout.json)
  const { records } = cutter.push(head.bytes)
  if (records.count < 2) return (bytes) => bytes.length
  return documentBoundary(head.bytes.subarray(records.to[0]! - 1, records.from[1]! + 1))
}

/** The last line end behind which a row of the right width stands. */
function csvBoundary(dialect: CsvDialect, width: number): Boundary {
  const scan = new CsvScanner(dialect, width)
  return (bytes) => {
    const floor = Math.max(0, bytes.length - REACH)
    let stop = bytes.lastIndexOf(dialect.newline)
    for (let tried = 0; tried < TRIES && stop > floor; tried++) {
      const before = bytes.lastIndexOf(dialect.newline, stop - 1)
      if (before < floor) break
      if (scan.scan(bytes, before + 1, bytes.length, false) === 'record' && scan.cells === width)
        return before + 1
      stop = before
    }
    return bytes.lastIndexOf(dialect.newline) + 1 || bytes.length
  }
}

/** @param seam from the last byte of a document to the first of the next, e.g. `},\n{` */
function documentBoundary(seam: Buffer): Boundary {
  return (bytes) => {
    const at = bytes.lastIndexOf(seam)
    return at < 0 ? bytes.length : at + seam.length - 1
  }
}

/** Behind the last event. */
function xmlBoundary(bytes: Buffer): number {
  const at = bytes.lastIndexOf('</Event>')
  return at < 0 ? bytes.length : at + '</Event>'.length
}

/** @param low place of a unit's low byte within the unit */
function utf16Boundary(low: 0 | 1): Boundary {
  return (bytes) => {
    for (let at = (bytes.length & ~1) - 2; at >= 0; at -= 2)
      if (bytes[at + low] === 10 && bytes[at + 1 - low] === 0) return at + 2
    return bytes.length & ~1 || bytes.length
  }
}
