/** A file read in segments, however they are cut and by however many threads, is the file read from beginning to end. */
import { join } from 'node:path'
import { array, assert, asyncProperty, constantFrom, integer, oneof } from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { recognize } from '../../../main/capture/understanding/recognize.ts'
import { Crew, readersHere, Threads, type SegmentReaders } from '../../../main/capture/segments/threads.ts'
import type { ReadingPlan } from '../../../main/capture/segments/segment.ts'
import { textParts } from '../../../main/capture/segments/text-parts.ts'
import { cellText } from '../../../main/case/evidence/cell-text.ts'
import { decodeColumn } from '../../../main/case/codec/column.ts'
import { sha256 } from '../../../main/case/hash.ts'
import { unpackPlaces } from '../../../main/case/codec/places.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { readFileSync } from 'node:fs'
import { file, folder } from './records.ts'

const home = folder()
const entry = join(import.meta.dirname, '../../../main/capture/segments/thread.ts')

interface Read {
  rows: Record<string, string | number>[]
  rejected: unknown[]
  sha256: string
}

/** Everything that is read, when segments are of about `size` bytes. Checks each chunk's hash on the way. */
async function read(
  path: string,
  size: number,
  readers?: (plan: ReadingPlan) => SegmentReaders,
): Promise<Read> {
  const known = await recognize(path)
  if (known.kind !== 'text') throw new Error('text was written')
  const columns = { time: null, texts: ['a', 'b', 'c', 'text', 'n.m'] }
  const plan: ReadingPlan = { layout: known.layout, sniffed: known.head.sniffed, columns }
  const reading = textParts(known, plan, { rowBytes: 0, size, readers: (readers ?? readersHere)(plan) })
  const found: Read = { rows: [], rejected: [], sha256: '' }
  const bytes = readFileSync(path)
  try {
    for await (const part of reading.parts) {
      found.rejected.push(...part.rejected)
      for (const chunk of part.chunks) {
        const places = unpackPlaces(Buffer.from(chunk.places), chunk.rows)
        const stretch = bytes.subarray(chunk.firstByte, chunk.firstByte + chunk.byteLength)
        expect(chunk.sha256).toBe(sha256(stretch))
        const rows = Array.from({ length: chunk.rows }, (_, i): Record<string, string | number> => ({
          byte: places.offsets[i]!,
          length: places.lengths[i]!,
        }))
        for (const { name, type, data } of chunk.columns) {
          const column = decodeColumn(type, Buffer.from(data))
          for (const [i, row] of rows.entries()) {
            const text =
              column.type === 'text'
                ? column.values[column.codes[i]!]!
                : cellText(column.type)(column.data[i]!)
            // Which columns a chunk has depends on its rows.
            if (text !== '') row[name] = text
          }
        }
        found.rows.push(...rows)
      }
    }
    return { ...found, sha256: reading.sha256() }
  } finally {
    reading.close()
  }
}

const lines = (words: string[], ending: string) => words.join(ending)
const word = constantFrom(
  'x',
  '"',
  'é',
  '12',
  '-0.5',
  '',
  ',',
  '","',
  '"a""b"',
  '"two\nlines"',
  '\n',
  '\0',
  '1,2,3',
  ' ',
)
const csv = array(
  oneof(
    constantFrom('1,2,3', '4.5,x,"q\nr"', 'u,v,w'),
    array(word, { maxLength: 5 }).map((w) => w.join('')),
  ),
).map((rows) => `a,b,c\n1,2,3\n4,5,6\n${lines(rows, '\n')}`)
const document = constantFrom(
  '{"a":1}',
  '{"a":"x","n":{"m":[1,2]}}',
  '{\n "a": "y"\n}',
  '{"a":"never closed\n}',
  'junk',
  '[1,{"a":2}]',
  '{"text":"},{"}',
)
const ndjson = array(document).map((all) => `{"a":0}\n{"a":9}\n${lines(all, '\n')}`)
const jsonArray = array(document).map((all) => `[\n{"a":0},\n{"a":9},\n${[...all, '{"a":1}'].join(',\n')}\n]`)

describe('property: segments of any size give the same rows, places, rejected rows and hash', () => {
  test.each([
    ['CSV', csv],
    ['NDJSON', ndjson],
    ['a JSON array', jsonArray],
  ])('%s', async (_, texts) => {
    await assert(
      asyncProperty(
        texts,
        integer({ min: 1, max: 80 }),
        constantFrom('utf8', 'utf16le'),
        async (text, size, encoding) => {
          const bytes = Buffer.from(
            encoding === 'utf16le' ? `\uFEFF${text}` : text,
            encoding as BufferEncoding,
          )
          const path = file(home, bytes, 'any.txt')
          const whole = await outcome(read(path, bytes.length + 1))
          expect(await outcome(read(path, size))).toEqual(whole)
        },
      ),
      { numRuns: 150 },
    )
  })
})

/** What was read, or the problem. */
const outcome = (reading: Promise<Read>): Promise<unknown> =>
  reading.catch((error: unknown) => {
    if (error instanceof Problem) return error.toJSON()
    throw error
  })

describe('threads', () => {
  const text = `a,b,c\n${Array.from({ length: 3000 }, (_, i) => `${i},"line\n${i}",${i / 8}`).join('\n')}\n`
  const path = file(home, text)

  test('read what is read without them', async () => {
    const alone = await read(path, 4000)
    expect(alone.rows).toHaveLength(3000)
    expect(await read(path, 4000, (plan) => new Threads(plan, new Crew(entry, 2)))).toEqual(alone)
  })

  test('one that dies is an error, not silence', async () => {
    const dead = new Threads({} as ReadingPlan, new Crew(entry, 1))
    afterAll(() => dead.close())
    const bytes = Buffer.from('a')
    await expect(dead.read({ bytes, base: 0, standing: null, last: true })).rejects.toThrow()
  })
})

test('a line over the limit, longer than several segments, is one rejected row', async () => {
  const long = 'x'.repeat(17 << 20)
  const path = file(home, `a,b\n1,2\n${long}\n3,4\n`)
  const { rows, rejected } = await read(path, 1 << 20)
  expect(rows.map(({ a }) => a)).toEqual(['1', '3'])
  expect(rejected).toMatchObject([{ line: 3, byte: 8, length: 16 << 20 }])
})
