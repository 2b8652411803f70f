/** Helpers of the capture tests: files in a folder of their own, cases, and records as plain values. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { importCapture, type ImportInput, type ImportResult } from '../../../main/capture/import.ts'
import { cellText } from '../../../main/capture/csv/columns.ts'
import type { CsvBatch } from '../../../main/capture/csv/batch.ts'
import { CsvRecords, type CsvOptions } from '../../../main/capture/csv/records.ts'
import { JsonDocuments, type JsonLayout } from '../../../main/capture/json/documents.ts'
import { createCase, type CaseFile } from '../../../main/case/case-file.ts'

/** A folder that is removed when the tests of the file are done. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tribunal-capture-'))
  afterAll(() => rmSync(path, { recursive: true, force: true }))
  return path
}

let made = 0
/** Writes a file with these bytes and answers its path. */
export function file(into: string, bytes: string | Uint8Array, name = `capture-${++made}.log`): string {
  const path = join(into, name)
  writeFileSync(path, bytes)
  return path
}

/** A new case, closed and removed with its folder. */
export function newCase(into: string): CaseFile {
  const c = createCase(join(into, `case-${++made}.tribunal`))
  afterAll(() => c.close())
  return c
}

const quiet = () => ({ progress: () => undefined, signal: new AbortController().signal })
export const importInto = (c: CaseFile, input: ImportInput): Promise<ImportResult> =>
  importCapture(c, input, quiet())

export interface PlainRecord {
  line: number
  byte: number
  length: number
  cells?: string[]
  reason?: string
}

/** Everything a CSV reading finds, when the bytes come cut at `cuts`. */
export function csvRecords(bytes: Buffer, options: CsvOptions, cuts: readonly number[] = []): PlainRecord[] {
  const reader = new CsvRecords(options)
  const found: PlainRecord[] = []
  for (const part of cutAt(bytes, cuts)) found.push(...plain(reader.push(part), options.width))
  return [...found, ...plain(reader.end(), options.width)]
}

function plain({ bytes, base, records, starts, ends }: CsvBatch, width: number): PlainRecord[] {
  let cell = 0
  return Array.from({ length: records.count }, (_, i) => {
    const byte = base + records.from[i]!
    const place = { line: records.lines[i]!, byte, length: records.to[i]! - records.from[i]! }
    const reason = records.refused.get(i)
    if (reason !== undefined) return { ...place, reason }
    const cells = Array.from({ length: width }, () => cellText(bytes, starts[cell]!, ends[cell++]!))
    return { ...place, cells }
  })
}

/** Everything a JSON reading finds, when the bytes come cut at `cuts`; documents as their text. */
export function jsonRecords(
  bytes: Buffer,
  layout: JsonLayout,
  cuts: readonly number[] = [],
  limit?: number,
): (PlainRecord & { text: string })[] {
  const reader = new JsonDocuments(layout, limit)
  const found: (PlainRecord & { text: string })[] = []
  for (const batch of [...cutAt(bytes, cuts).map((part) => () => reader.push(part)), () => reader.end()]) {
    const { bytes: all, base, records } = batch()
    for (let i = 0; i < records.count; i++) {
      const [from, to] = [records.from[i]!, records.to[i]!]
      const reason = records.refused.get(i)
      const place = { line: records.lines[i]!, byte: base + from, length: to - from }
      found.push({ ...place, ...(reason !== undefined && { reason }), text: all.toString('utf8', from, to) })
    }
  }
  return found
}

export function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return places.slice(1).map((to, i) => Buffer.from(bytes.subarray(places[i], to)))
}
