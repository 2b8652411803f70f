/** The original record: read again from the evidence, byte for byte, and checked against the hash taken at import. */
import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Chunk } from '../../../main/case/evidence/chunks.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { sha256 } from '../../../main/case/hash.ts'
import { eventRecord } from '../../../main/capture/reading/record.ts'
import { addCapture, integers, newCase, scratch, text } from '../case/fixtures.ts'

const LINES = ['{"a":"Grüße"}', '{"a":"two"}  ', '{"a":"3"}', '{"a":"four"}', '']

/** Evidence of these lines in two chunks, in a case. */
function evidence(
  options: { pack?: (bytes: Buffer) => Buffer; lines?: string[]; encoding?: BufferEncoding } = {},
) {
  const { pack = (bytes: Buffer) => bytes, lines = LINES, encoding = 'utf8' } = options
  const path = join(scratch(), 'events.ndjson')
  const rows = lines.map((line) => Buffer.from(`${line}\n`, encoding))
  const bytes = Buffer.concat(rows)
  writeFileSync(path, pack(bytes))
  const end = Buffer.byteLength('\n', encoding)
  const chunk = (from: number, to: number): Chunk => {
    const firstByte = Buffer.concat(rows.slice(0, from)).length
    const part = Buffer.concat(rows.slice(from, to))
    const starts = rows
      .slice(from, to)
      .map((_, i) => firstByte + Buffer.concat(rows.slice(from, from + i)).length)
    return {
      rows: to - from,
      firstByte,
      byteLength: part.length,
      sha256: sha256(part),
      offsets: Float64Array.from(starts),
      lengths: Uint32Array.from(rows.slice(from, to), (row) => row.length - end),
      columns: new Map([
        ['a', text(...lines.slice(from, to).map((line) => line.slice(0, 9)))],
        ['n', integers(...lines.slice(from, to).map((_, i) => (i === 0 ? NaN : i)))],
      ]),
    }
  }
  const c = newCase()
  addCapture(c, [chunk(0, 2), chunk(2, lines.length)], { path })
  return { c, core: loadCore(c), path }
}

test.each([
  ['plain', (bytes: Buffer) => bytes],
  ['gzip', (bytes: Buffer) => gzipSync(bytes)],
  [
    'gzip of two members',
    (bytes: Buffer) => Buffer.concat([gzipSync(bytes.subarray(0, 20)), gzipSync(bytes.subarray(20))]),
  ],
  ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
  [
    'zstd of two frames',
    (bytes: Buffer) =>
      Buffer.concat([zstdCompressSync(bytes.subarray(0, 20)), zstdCompressSync(bytes.subarray(20))]),
  ],
])('every record of a %s file is shown as it stands there', async (_, pack) => {
  const { c, core, path } = evidence({ pack })
  for (const [id, line] of LINES.entries()) {
    const record = await eventRecord(c, core, id)
    expect(record).toMatchObject({ id, row: id, original: line, intact: true, file: path, time: null })
    expect(record.length).toBe(Buffer.byteLength(line))
  }
  const { fields } = await eventRecord(c, core, 3)
  expect(fields).toEqual([
    { name: 'a', value: '{"a":"fou' },
    { name: 'n', value: '1' },
  ])
})

test('a record of a UTF-16 file is shown as text', async () => {
  const { c, core } = evidence({ encoding: 'utf16le', lines: ['\uFEFFname', 'Grüße', 'x', 'y'] })
  expect(await eventRecord(c, core, 1)).toMatchObject({ original: 'Grüße', length: 10, intact: true })
})

test('UTF-16 without a byte order mark, and bytes of Windows-1252, are shown as the reader read them', async () => {
  const wide = evidence({ encoding: 'utf16le', lines: ['name', 'Grüße', 'x', 'y'] })
  expect(await eventRecord(wide.c, wide.core, 1)).toMatchObject({ original: 'Grüße', intact: true })
  const western = evidence({ encoding: 'latin1', lines: ['name', 'Grüße', 'x', 'y'] })
  expect(await eventRecord(western.c, western.core, 1)).toMatchObject({ original: 'Grüße', intact: true })
})

test('a record far behind the beginning of a plain file is shown', async () => {
  const lines = ['a'.repeat(5000), 'b'.repeat(10), 'c'.repeat(5000), 'd']
  const { c, core } = evidence({ lines })
  for (const [id, line] of lines.entries())
    expect(await eventRecord(c, core, id)).toMatchObject({ original: line, intact: true })
})

test('a changed byte is told for every record of its chunk, and for no other', async () => {
  const { c, core, path } = evidence()
  const bytes = readFileSync(path)
  bytes[2]! ^= 1
  writeFileSync(path, bytes)
  expect(await eventRecord(c, core, 0)).toMatchObject({ intact: false, original: '{"`":"Grüße"}' })
  const { intact, note } = await eventRecord(c, core, 1)
  expect(intact).toBe(false)
  expect(note).toContain('changed since import')
  expect((await eventRecord(c, core, 2)).intact).toBe(true)
})

test('a file that grew is intact where it was; one that shrank is not', async () => {
  const { c, core, path } = evidence()
  appendFileSync(path, 'more')
  expect((await eventRecord(c, core, 3)).intact).toBe(true)
  truncateSync(path, 40)
  const record = await eventRecord(c, core, 3)
  expect(record).toMatchObject({ intact: false, original: '' })
  expect(record.note).toContain('shorter')
})

test('a file that is gone leaves the fields, and a note', async () => {
  const { c, core, path } = evidence()
  rmSync(path)
  const record = await eventRecord(c, core, 1)
  expect(record).toMatchObject({ intact: null, original: '' })
  expect(record.note).toContain(path)
  expect(record.fields).not.toEqual([])
})

test('a compressed file that was cut off or scribbled over is told as changed', async () => {
  const { c, core, path } = evidence({ pack: (bytes) => gzipSync(bytes) })
  const whole = readFileSync(path)
  truncateSync(path, whole.length >> 1)
  expect((await eventRecord(c, core, 3)).intact).toBe(false)
  writeFileSync(path, whole.fill(0x55, 12))
  expect((await eventRecord(c, core, 0)).intact).toBe(false)
})

test('no more than a mebibyte of a record is shown', async () => {
  const { c, core } = evidence({ lines: ['short', 'x'.repeat(2 ** 20 + 5), 'z', 'z'] })
  const record = await eventRecord(c, core, 1)
  expect(record.original).toHaveLength(2 ** 20)
  expect(record.length).toBe(2 ** 20 + 5)
  expect(record.intact).toBe(true)
  expect(record.note).toContain('1048581')
})

test('an event that is not there is a Problem', async () => {
  const { c, core } = evidence()
  await expect(eventRecord(c, core, 99)).rejects.toThrow(/no event number 99/)
})
