/** Documents read from bytes are those that JSON.parse reads, whatever they look like. */
import {
  array,
  assert,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  property,
  string,
  tuple,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FilledChunk } from '../../../main/capture/columns/chunk-rows.ts'
import { transcoder } from '../../../main/capture/encoding.ts'
import { JsonKernel } from '../../../main/capture/json/kernel.ts'
import { jsonNumber } from '../../../main/capture/json/number.ts'
import { JsonReader } from '../../../main/capture/json/reader.ts'
import { UNREAD } from '../../../main/capture/json/walk-layout.ts'
import { cellText } from '../../../main/case/evidence/cell-text.ts'

/** Reads nothing, so that every document takes the long way. */
class NoKernel extends JsonKernel {
  override document(): number {
    return UNREAD
  }
}

/** Counts what it reads. */
class Counting extends JsonKernel {
  found = 0
  override document(from: number, to: number, row: number): number {
    const done = super.document(from, to, row)
    if (done !== UNREAD) this.found++
    return done
  }
}
const kernel = new Counting()
const none = new NoKernel()

function read(bytes: Buffer, kernel: JsonKernel) {
  const rejected: unknown[] = []
  const rows: unknown[] = []
  const columns: unknown[] = []
  const reader = new JsonReader(
    { kind: 'lines' },
    (name) => (name === 't' ? { readTime: (value) => Date.parse(String(value)) * 1000 } : 'none'),
    transcoder({ encoding: 'utf-8', bom: 0 }),
    {
      chunk: (chunk: FilledChunk) => {
        for (const [name, column] of chunk.columns)
          columns.push([
            name,
            column.type,
            Array.from({ length: chunk.rows }, (_, row) =>
              column.type === 'text'
                ? column.values[column.codes[row]!]
                : cellText(column.type)(column.data[row]!),
            ),
          ])
        rows.push(...chunk.offsets, ...chunk.lengths)
      },
      rejected: (row) => rejected.push(row),
    },
    kernel,
  )
  reader.push(bytes)
  reader.end()
  return { rows, columns, rejected, unreadable: reader.unreadableTimes() }
}

const key = constantFrom('a', 'b', 'long key', 't', 'é', '__proto__', '1', '_source', 'result', '"', '')
const { value } = letrec((tie) => ({
  value: oneof(
    { depthSize: 'small' },
    string({ unit: 'grapheme', maxLength: 20 }),
    constantFrom(
      '',
      'plain',
      'a\nb',
      'tab\t',
      '\u0001',
      '\u{1f600}',
      'x'.repeat(70),
      'back\\slash',
      '2026-01-01',
    ),
    constantFrom(0, -0, 1.5, 1e21, 2 ** 53, -7, 0.1, true, false, null),
    integer(),
    array(tie('value'), { maxLength: 3 }),
    dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}))
const document = dictionary(key, value, { maxKeys: 5 })
const written = tuple(document, constantFrom(undefined, 1)).map(([all, space]) =>
  JSON.stringify(all, undefined, space).replaceAll('\n', ' '),
)
const damaged = tuple(
  written,
  integer({ min: 0, max: 300 }),
  constantFrom('"', '\\', '}', ',', ' ', 'x', '\\u00e9', '\\ud800', ':', '['),
).map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at))
const lines = array(oneof({ weight: 4, arbitrary: written }, { weight: 1, arbitrary: damaged }), {
  maxLength: 12,
})

describe('property: what is read from bytes is what JSON.parse reads', () => {
  test('any documents, sound and damaged', () => {
    assert(
      property(lines, (all) => {
        const bytes = Buffer.from(all.join('\n'))
        expect(read(bytes, kernel)).toEqual(read(bytes, none))
      }),
      { numRuns: 500 },
    )
  })

  test('many documents of few kinds, more than are gathered at a time', () => {
    const kinds = constantFrom(
      '{"a":"x","b":{"c":1,"d":true},"e":null}',
      '{"b":{"d":false,"c":-7},"a":"y\\n\\u00e9\\\\","f":["p","q\\t"],"g":[],"h":{}}',
      '{ "a" : "é" , "b" : { "c" : 1234567890123456 } , "f" : [ "one" ] }',
      '{"a":5,"n":1,"long key of many bytes":"z","t":"2026-01-01"}',
      '{"a":-0,"n":1.25,"t":"never","m":1e3}',
      '{"n":"text","t":"","b":{"c":"text","d":"text"}}',
      '{"only":{"deep":{"deeper":[1,2]}},"a":""}',
      '{}',
      '{"a":true',
      '{"_source":{"a":"inside"},"_id":"1"}',
    )
    const runs = array(tuple(kinds, integer({ min: 1, max: 400 })), { minLength: 1, maxLength: 8 })
    assert(
      property(runs, (all) => {
        const bytes = Buffer.from(
          all.flatMap(([text, n]) => Array.from({ length: n }, () => text)).join('\n'),
        )
        expect(read(bytes, kernel)).toEqual(read(bytes, none))
      }),
      { numRuns: 60 },
    )
  })

  test('bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"x"}\n{"a":"'), Buffer.of(0xe9), Buffer.from('"}\n')])
    expect(read(bytes, kernel)).toEqual(read(bytes, none))
  })

  test('documents like those before are read from bytes', () => {
    const text = Array.from(
      { length: 50 },
      (_, i) => `{"a":"x\\n${i}","b":{"c":[ "p","q" ],"d":-${i}.5},"e":null}`,
    )
    const before = kernel.found
    expect(read(Buffer.from(text.join('\n')), kernel).rejected).toEqual([])
    // The first makes the columns.
    expect(kernel.found - before).toBe(49)
  })
})

test('property: numbers are those of JSON.parse, and nothing else is one', () => {
  const texts = oneof(
    string({ unit: constantFrom('0', '1', '9', '.', '-', 'e', 'E', '+'), maxLength: 22 }),
    integer().map(String),
    tuple(integer(), integer({ min: -30, max: 30 })).map(([n, e]) => `${n}e${e}`),
  )
  assert(
    property(texts, (text) => {
      const bytes = Buffer.from(text)
      let wanted = Number.NaN
      try {
        wanted = JSON.parse(text) as number
      } catch {
        // No number.
      }
      expect(jsonNumber(bytes, 0, bytes.length)).toBe(wanted)
    }),
    { numRuns: 5000 },
  )
})
