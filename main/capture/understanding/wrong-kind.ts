/** Files that are no CSV and no JSON, told by their first bytes, each with the advice that helps. */
import { Problem } from '../../../preload/contract/problem.ts'
import type { Evidence } from '../bytes.ts'
import type { Sniffed } from '../encoding.ts'

const KINDS: [magic: string, what: string, advice: string][] = [
  ['ElfFile\0', 'a packed Windows event log (EVTX)', 'Unpack it first; event logs are read as they are.'],
  ['PAR1', 'a packed Parquet file', 'Unpack it first; Parquet is read as it is.'],
  ['ARROW1', 'a packed Arrow file', 'Unpack it first; Arrow is read as it is.'],
  ['PK\x03\x04', 'a ZIP archive (or an Excel workbook)', 'Unpack it, or save the sheet as CSV.'],
  ['7z\xbc\xaf', 'a 7-Zip archive', 'Unpack it first.'],
  ['BZh', 'packed with bzip2', 'Unpack it first; gzip and zstd are read as they are.'],
  ['\xfd7zXZ', 'packed with xz', 'Unpack it first; gzip and zstd are read as they are.'],
  ['SQLite format 3\0', 'a SQLite database (a case, perhaps)', 'A case is opened, not imported; export other databases to CSV.'],
  ['%PDF', 'a PDF', 'Give the log itself.'],
  ['MZ', 'a Windows program', 'Give the log itself.'],
  ['\x7fELF', 'a program', 'Give the log itself.'],
] // prettier-ignore

/**
 * Refuses what is no text.
 * @param original first bytes as they are in the (unpacked) file
 * @param text the same as UTF-8
 * @throws Problem wrong-kind-of-file, with the byte that shows it
 */
export function refuseBinary(evidence: Evidence, sniffed: Sniffed, original: Buffer, text: Buffer): void {
  for (const [magic, what, advice] of KINDS) {
    if (original.toString('latin1', 0, magic.length) === magic)
      throw wrongKind(evidence, `is ${what}`, advice)
  }
  const sample = text.subarray(0, 65_536)
  let strange = 0
  let first = -1
  for (let at = 0; at < sample.length; at++) {
    const byte = sample[at]!
    if (byte >= 32 || (byte >= 9 && byte <= 13) || byte === 27) continue
    strange++
    if (first < 0) first = at
  }
  if (strange > sample.length * 0.01) {
    const byte = sniffed.encoding === 'utf-8' ? first + sniffed.bom : undefined
    throw wrongKind(evidence, 'is no text file', 'Export the log as CSV or JSON lines.', byte)
  }
}

/** @param says e.g. `is a PDF` */
export function wrongKind(evidence: Evidence, says: string, advice: string, byte?: number): Problem {
  const where = { file: evidence.path, ...(byte !== undefined && { byte }) }
  return new Problem('wrong-kind-of-file', `${evidence.path} ${says}.`, { where, advice })
}
