/** Mutated captures: no reader crashes, every row is accepted or rejected, and good rows far from the damage survive. */
import { expect, test } from 'vitest'
import { csvLayout } from '../../../main/capture/csv/layout.ts'
import { jsonLayout } from '../../../main/capture/json/layout.ts'
import { beginning, CaptureReaders, type TextLayout } from '../../../main/capture/capture-reader.ts'
import { sniffEncoding, transcoder } from '../../../main/capture/encoding.ts'
import type { CaptureReader, Receiver } from '../../../main/capture/columns/chunk-rows.ts'
import type { Transcoder } from '../../../main/capture/encoding.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { random } from '../../../main/engine/random.ts'
import { cutAt } from './records.ts'

const document = (i: number) =>
  JSON.stringify({
    time: `2024-10-24T21:21:0${i % 10}Z`,
    user: { name: `u${i}` },
    n: i,
    list: ['a', i],
    note: 'q"\\,{[é',
  })
const seeds: Record<string, string> = {
  csv: `time,user,n,note\n${Array.from({ length: 40 }, (_, i) => `2024-10-24T21:21:0${i % 10}Z,u${i},${i},"q""é,\n${i}"`).join('\r\n')}\n`,
  ndjson: Array.from({ length: 40 }, (_, i) => document(i)).join('\n'),
  array: `[\n${Array.from({ length: 40 }, (_, i) => document(i)).join(',\n')}\n]`,
  results: `{"preview":false,"results":[${Array.from({ length: 40 }, (_, i) => document(i)).join(',')}]}`,
}
const JUNK = [
  '"',
  '\\',
  '\n',
  '\r',
  ',',
  '{',
  '}',
  '[',
  ']',
  '\0',
  '\xff',
  ':',
  '9'.repeat(30),
  '{"a":'.repeat(70),
  '"'.repeat(9),
  '\uFEFF',
]

/** Some bytes changed, removed, doubled or replaced by what hurts parsers; the beginning stays, so that the kind is still known. */
function mutate(seed: Buffer, next: () => number): Buffer {
  let bytes = seed
  const pick = (below: number) => Math.floor(next() * below)
  for (let times = 1 + pick(4); times > 0; times--) {
    const at = 40 + pick(bytes.length - 40)
    const length = pick(12)
    const put = [
      Buffer.from(JUNK[pick(JUNK.length)]!, 'latin1'),
      Buffer.alloc(0),
      bytes.subarray(at, at + length * 4),
    ][pick(3)]!
    bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)])
  }
  return next() < 0.1 ? bytes.subarray(0, 40 + pick(bytes.length - 40)) : bytes
}

function readerOf(bytes: Buffer, map: Transcoder, to: Receiver): CaptureReader | null {
  const json = jsonLayout(bytes, true)
  const csv = json ? null : csvLayout(bytes, true)
  const layout: TextLayout | null = json
    ? { format: json.kind === 'lines' ? 'ndjson' : 'json', json }
    : csv && { format: 'csv', csv }
  return layout && new CaptureReaders(layout, () => 'none').next(map, beginning(layout), to)
}

function read(bytes: Buffer, cuts: number[]): { accepted: number; rejected: number } | null {
  const map = transcoder(sniffEncoding(bytes))
  const found = { accepted: 0, rejected: 0 }
  let at = 0
  const reader = readerOf(bytes, map, {
    chunk: (chunk) => {
      found.accepted += chunk.rows
      for (const data of chunk.columns.values())
        expect(data.type === 'text' ? data.codes.length : data.data.length).toBe(chunk.rows)
      expect(chunk.firstByte + chunk.byteLength).toBeLessThanOrEqual(bytes.length)
    },
    rejected: (row) => {
      found.rejected++
      expect(row.byte).toBeGreaterThanOrEqual(at)
      expect(row.byte + row.length).toBeLessThanOrEqual(bytes.length)
      expect(row.excerpt.length).toBeLessThanOrEqual(200)
      at = row.byte
    },
  })
  if (!reader) return null
  for (const part of cutAt(bytes, cuts)) reader.push(part)
  reader.end()
  const open = reader.unclosed()
  if (open) throw new Problem('truncated-file', `never closed: line ${open.line}`)
  return found
}

test.each(Object.keys(seeds))('%s: 400 mutations', (kind) => {
  const next = random(20_261_121)
  let survived = 0
  for (let round = 0; round < 400; round++) {
    const bytes = mutate(Buffer.from(seeds[kind]!), next)
    const cuts = [next, next].map((draw) => Math.floor(draw() * bytes.length))
    try {
      const found = read(bytes, cuts)
      if (!found) continue
      expect(read(bytes, [])).toEqual(found)
      if (found.accepted > 0) survived++
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      expect(error.code).toBe('truncated-file')
    }
  }
  expect(survived).toBeGreaterThan(kind === 'csv' || kind === 'ndjson' ? 380 : 150)
})
