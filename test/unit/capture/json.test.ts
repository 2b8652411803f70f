/** JSON documents: cut at the right places whatever the blocks, and turned into columns without losing or inventing values. */
import { array, assert, constantFrom, jsonValue, nat, oneof, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonColumns } from '../../../main/capture/json/columns.ts'
import type { JsonLayout } from '../../../main/capture/json/documents.ts'
import { jsonLayout, withMark } from '../../../main/capture/json/layout.ts'
import { parseObject, parseWithDigits, unwrap, type JsonObject } from '../../../main/capture/json/parse.ts'
import { jsonRecords } from './records.ts'

const lines = { kind: 'lines' } as const
/** With letters only in keys and strings. */
const plainText = (json: string): string =>
  json.replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) => `"${text.replaceAll(/[^a-z]/gi, 'x')}"`)
const cutsOf = (length: number, size: number) =>
  Array.from({ length: Math.floor(length / size) }, (_, i) => i * size)
const idOf = (text: string): number => Number(/"id":(\d+)/.exec(text)?.[1])
const inArray = (start: number, trailing: 'nothing' | 'anything' = 'nothing') =>
  ({ kind: 'array', start, trailing }) as Extract<JsonLayout, { kind: 'array' }>

describe('cutting', () => {
  test('lines: places, blank lines, spaces around, a last line without line end', () => {
    const found = jsonRecords(Buffer.from('{"a":1}\r\n\n  {"a":2} \n{"a":3}'), lines)
    expect(found.map(({ text, line, byte }) => [text, line, byte])).toEqual([
      ['{"a":1}', 1, 0],
      ['{"a":2}', 3, 12],
      ['{"a":3}', 4, 21],
    ])
  })

  test('an array, pretty or not; brackets and quotes inside strings', () => {
    const text = '[\n  {"a": "]}\\"[{", "b": [1, {"c": 2}]},\n {"a": 2} , {}]\n'
    expect(jsonRecords(Buffer.from(text), inArray(1)).map((one) => [one.text, one.line])).toEqual([
      ['{"a": "]}\\"[{", "b": [1, {"c": 2}]}', 2],
      ['{"a": 2}', 3],
      ['{}', 3],
    ])
  })

  test('property: elements of any array come out as they went in', () => {
    assert(
      property(
        array(jsonValue().map((value) => ({ value }))),
        constantFrom(undefined, 1, '\t'),
        (elements, indent) => {
          const bytes = Buffer.from(JSON.stringify(elements, null, indent))
          expect(jsonRecords(bytes, inArray(1)).map(({ text }) => JSON.parse(text) as unknown)).toEqual(
            JSON.parse(bytes.toString()),
          )
        },
      ),
    )
  })

  test('documents over several lines, one after the other', () => {
    const found = jsonRecords(Buffer.from('{\n "a": 1\n}\n{\n "a": 2\n}\n{"a":'), { kind: 'documents' })
    expect(found.map(({ text, line, reason }) => [text, line, reason])).toEqual([
      ['{\n "a": 1\n}', 1, undefined],
      ['{\n "a": 2\n}', 4, undefined],
      ['{"a":', 7, 'the file ends inside this document'],
    ])
  })

  test('a document that is never closed costs itself, not those behind it', () => {
    const broken = '{\n "a": {\n  "b": 1\n },\n'
    const good = '{\n "a": 2\n}'
    const found = jsonRecords(Buffer.from(`${broken}${good}\n{"a": [\n${good}\n${good}`), {
      kind: 'documents',
    })
    expect(found.map(({ text, line, reason }) => [text, line, reason])).toEqual([
      [broken.trim(), 1, 'never ends: another document begins on line 5'],
      [good, 5, undefined],
      [`{"a": [\n${good}`, 8, 'never ends: another document begins on line 12'],
      [good, 12, undefined],
    ])
    const array = jsonRecords(Buffer.from(`[\n{"a": {"b": 1},\n{"a": 2},\n{"a": 3}\n]`), inArray(1))
    expect(array.map(({ text, reason }) => [text, reason !== undefined])).toEqual([
      ['{"a": {"b": 1},', true],
      ['{"a": 2}', false],
      ['{"a": 3}', false],
    ])
  })

  test('property: valid documents are never cut, however their lines are broken', () => {
    const style = constantFrom(
      (text: string) => text,
      (text: string) => text.replaceAll(/^ +/gm, ''),
      (text: string) => text.replaceAll(/: /g, ':\n'),
      (text: string) => text.replaceAll(/([[{,:])\n? */g, '$1\n'),
    )
    const values = array(jsonValue().map((value) => ({ value, list: [{}, value] })))
    assert(
      property(values, style, (elements, broken) => {
        // Strings with what the styles look for would be changed, too.
        const text = elements.map((one) => broken(plainText(JSON.stringify(one, null, 1))))
        const found = jsonRecords(Buffer.from(text.join('\n')), { kind: 'documents' })
        expect(found.map((one) => one.text)).toEqual(text)
        expect(found.every(({ reason }) => reason === undefined)).toBe(true)
      }),
    )
  })

  test('a string that is never closed costs its document, not those behind it', () => {
    const found = jsonRecords(Buffer.from('[{"a": "open\n},\n{"a": 2}]'), inArray(1))
    expect(found.map(({ text }) => text)).toEqual(['{"a": "open\n}', '{"a": 2}'])
  })

  test('a broken element costs itself, in one line or many, whatever it lost and however it ends', () => {
    const elements = [0, 1, 2, 3].map((i) => `{"id":${i},"list":["a",${i}],"n":{"x":${i}}}`)
    const ids = (second: string, open: string, between: string, close: string) => {
      const text = open + elements.with(2, second).join(between) + close
      const bytes = Buffer.from(text)
      const layout = withMark(jsonLayout(bytes, true)!, bytes)
      const found = jsonRecords(bytes, layout)
      for (const size of [1, 7, 40])
        expect(jsonRecords(bytes, layout, cutsOf(bytes.length, size))).toEqual(found)
      return found
        .filter(({ reason, text: one }) => reason === undefined && one.startsWith('{"id"'))
        .map(({ text: one }) => idOf(one))
    }
    const [, , good = ''] = elements
    const broken = [
      good.replace(']', ''),
      good.replace('"a', 'a'),
      good.slice(0, -1),
      good.replace('[', '[['),
      good.replace(']', ']]}'),
    ]
    for (const second of broken)
      for (const [open, between, close] of [
        ['[', ',', ']'],
        ['[\n', ',\n', '\n]\n'],
        ['{"results":[', ', ', '],"more":[{"id":9}]}'],
        ['[\n  ', ',\n  ', '\n]'],
      ] as const)
        expect([second, between, ...ids(second, open, between, close).filter((id) => id !== 2)]).toEqual([
          second,
          between,
          0,
          1,
          3,
        ])
  })

  test('objects behind the array, where JSON has them, are no documents', () => {
    const text = '{"results":[{"a":1},\n{"a":2}],\n"fields":[\n{"name":"a"},\n{"name":"b"}],"more":{"a":{}}}'
    const bytes = Buffer.from(text)
    const layout = withMark(inArray(12, 'anything'), bytes)
    expect(layout.mark).toBe('\n{')
    expect(jsonRecords(bytes, layout).map((one) => one.text)).toEqual(['{"a":1}', '{"a":2}'])
  })

  test('an array that ends too early goes on where JSON can have no object', () => {
    const text = '{"results":[{"a":1},\n{"a":2]},\n"b":{"c":1}},\n{"a":3},\n{"a":4}]}'
    const bytes = Buffer.from(text)
    const found = jsonRecords(bytes, withMark(inArray(12, 'anything'), bytes))
    expect(found.map((one) => [one.text, one.reason !== undefined])).toEqual([
      ['{"a":1}', false],
      ['{"a":2]', false],
      ['}', true],
      ['"b":{"c":1}}', true],
      ['{"a":3}', false],
      ['{"a":4}', false],
    ])
  })

  test('an array that ends too early goes on where brackets hide that: what is behind it is no JSON', () => {
    const layout = (bytes: Buffer) => withMark(inArray(12, 'anything'), bytes)
    for (const [broken, behind] of [
      // Brackets without end, in which the others would be elements.
      ['{"b":["a",1],"n":"h":1}[[[', ''],
      // A key whose array they seem to be.
      ['"b":["a",3],"n"se,"rows":[{"a":1}', ']}'],
    ]) {
      const bytes = Buffer.from(
        `{"results":[{"a":1},\n{"a":2},\n"list":[1],${broken},\n{"a":3},\n{"a":4}${behind}`,
      )
      const found = jsonRecords(bytes, layout(bytes))
      const good = found.filter((one) => one.reason === undefined).map((one) => one.text)
      expect(good).toEqual(expect.arrayContaining(['{"a":1}', '{"a":2}', '{"a":3}', '{"a":4}']))
      let [at, between] = [12, '']
      for (const { text, byte } of found) {
        between += bytes.toString('latin1', at, byte)
        at = byte + text.length
      }
      expect(between).toMatch(/^[\s,[\]]*$/)
      expect(at).toBe(bytes.lastIndexOf('{"a":4}') + 7)
    }
  })

  test('scraps in an array and text behind it are refused, not followed', () => {
    const found = jsonRecords(Buffer.from('[1, "x", {"a":2}, nope ] rest\n[{"a":3}]'), inArray(1))
    expect(found.map(({ text, reason }) => [text, reason])).toEqual([
      ['1', 'no JSON object'],
      ['"x"', 'no JSON object'],
      ['{"a":2}', undefined],
      ['nope ', 'no JSON object'],
      ['rest', 'stands behind the end of the array'],
      ['{"a":3}', undefined],
    ])
  })

  test('documents over the limit are passed over', () => {
    const long = `{"a":"${'x'.repeat(100)}"}`
    const reasons = (text: string, layout: Parameters<typeof jsonRecords>[1]) =>
      jsonRecords(Buffer.from(text), layout, [], 40).map(({ text: one, reason }) => reason ?? one)
    expect(reasons(`{"a":1}\n${long}\n{"a":3}`, lines)).toEqual([
      '{"a":1}',
      'longer than 40 bytes: passed over',
      '{"a":3}',
    ])
    expect(reasons(`[{"a":1},${long},{"a":3}]`, inArray(1))).toEqual([
      '{"a":1}',
      'longer than 40 bytes: passed over',
      '{"a":3}',
    ])
  })

  test('property: however the stream is cut, the documents are the same (any bytes)', () => {
    const soup = array(
      constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', ' ', 'a', '{"a":1}', '"x"'),
      { maxLength: 40 },
    ).map((parts) => Buffer.from(parts.join('')))
    const layouts = constantFrom(lines, inArray(0), inArray(3, 'anything'), { kind: 'documents' } as const)
    assert(
      property(
        oneof(
          soup,
          uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
        ),
        layouts,
        array(nat(), { maxLength: 12 }),
        constantFrom(8, 1000),
        (bytes, layout, cuts, limit) => {
          expect(jsonRecords(bytes, layout, cuts, limit)).toEqual(jsonRecords(bytes, layout, [], limit))
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('layout', () => {
  test.each([
    ['{"a":1}\n{"a":2}\n', { kind: 'lines' }],
    ['{"a":1}', { kind: 'lines' }],
    ['{"results":[{"a":1}]}\n{"results":[{"a":2}]}\n', { kind: 'lines' }],
    [' [ {"a":1}]', inArray(2)],
    ['{"preview":false,"results":[{"a":1}],"x":[2]}', inArray(28, 'anything')],
    ['{"took":1,"hits":{"total":{"value":1},"hits":[{"_id":"1"}]}}', inArray(46, 'anything')],
    ['{"Records": [\n{"eventName":"x"}\n]}', inArray(13, 'anything')],
    ['{\n "a": {\n "results": [{"b":1}] }\n}\n{\n "a": 2\n}', { kind: 'documents' }],
    ['{"a": {"b": "no end"\n{"a":2}\n{"a":3}\n', { kind: 'lines' }],
    ['{"a": "cut off by a line\n{"a":2}\n', { kind: 'lines' }],
  ])('%j', (text, layout) => {
    expect(jsonLayout(Buffer.from(text), true)).toEqual(layout)
  })

  test.each(['a,b\n1,2\n', '', 'nothing', '[1,2,3]', '{nothing}'])('no JSON: %j', (text) => {
    expect(jsonLayout(Buffer.from(text), true)).toBeNull()
  })
})

describe('parsing', () => {
  test('integers beyond 2^53 keep their digits, in values and in lists', () => {
    const bytes = Buffer.from(
      '{"k":-9223372036854775808,"n":1.5,"m":12,"l":[1,18446744073709551615],"e":1e300}',
    )
    expect(parseWithDigits(bytes)).toEqual({
      k: '-9223372036854775808',
      n: 1.5,
      m: 12,
      l: [1, '18446744073709551615'],
      e: 1e300,
    })
  })

  test('a byte order mark in the middle of files that were put together', () => {
    expect(parseObject(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 })
  })

  test('what is no object, and what nests too deep, is refused with the reason', () => {
    const deep = (levels: number) => Buffer.from('{"a":'.repeat(levels) + '1' + '}'.repeat(levels))
    expect(() => parseObject(Buffer.from('[1]'))).toThrow('no JSON object')
    expect(() => parseObject(Buffer.from('{"a":1,}'))).toThrow(/^no valid JSON: Expected .* at character 7$/)
    expect(() => parseObject(Buffer.from('nope'))).toThrow("no valid JSON: Unexpected token 'o'")
    expect(() => parseObject(deep(50_000))).toThrow('nested deeper than 64 levels')
  })

  test('wrappers come off: Elasticsearch hits and Splunk results', () => {
    expect(unwrap({ _index: 'x', _id: '1', _source: { a: 1 } })).toEqual({ a: 1 })
    expect(unwrap({ preview: false, offset: 3, result: { a: 1 } })).toEqual({ a: 1 })
    expect(unwrap({ preview: false, offset: 3, lastrow: true })).toBeNull()
    expect(unwrap({ result: 'success', user: 'x' })).toEqual({ result: 'success', user: 'x' })
    expect(() => unwrap({ preview: true, offset: 0, result: { a: 1 } })).toThrow(/preview/)
  })
})

/** Documents through columns: name → values as the case would hold them. */
function columnsOf(documents: JsonObject[]): Record<string, unknown[]> {
  const columns = new JsonColumns(() => 'none')
  for (const [row, document] of documents.entries()) columns.store(document, row)
  const read = [...columns.columns].map(([name, { builder }]): [string, unknown[]] => {
    const data = builder.take(documents.length)!
    return [name, data.type === 'text' ? Array.from(data.codes, (code) => data.values[code]) : [...data.data]]
  })
  return Object.fromEntries(read)
}

describe('columns', () => {
  test('nested keys joined by dots, lists by line ends, lists of objects as JSON', () => {
    expect(
      columnsOf([
        { a: { b: 'x', c: { d: 1 } }, l: ['p', 'q'], one: ['z'], o: [{ k: 1 }], none: null, e: [], f: {} },
      ]),
    ).toEqual({
      'a.b': ['x'],
      'a.c.d': [1],
      l: ['p\nq'],
      one: ['z'],
      o: ['[{"k":1}]'],
    })
  })

  test('columns that appear late are missing before; types widen', () => {
    expect(columnsOf([{ a: 1 }, { b: true }, { a: 1.5 }, { a: 'x', b: 2 }, { c: 'é' }])).toEqual({
      a: ['1', '', '1.5', 'x', ''],
      b: ['', 'true', '', '2', ''],
      c: ['', '', '', '', 'é'],
    })
    expect(columnsOf([{ a: 1 }, { a: 2.5 }, { b: false }])).toEqual({
      a: [1, 2.5, Number.NaN],
      b: [255, 255, 0],
    })
  })

  test('keys are data: __proto__, constructor, the empty key', () => {
    const document = JSON.parse(
      '{"__proto__":{"admin":"yes"},"constructor":"c","":"e","a":{"__proto__":1}}',
    ) as JsonObject
    const found = columnsOf([document])
    expect(Object.keys(found).sort()).toEqual(['(empty)', '__proto__.admin', 'a.__proto__', 'constructor'])
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  test('a document that is refused halfway leaves nothing in its row', () => {
    const columns = new JsonColumns(() => 'none')
    let deep: JsonObject = { z: 1 }
    for (let i = 0; i < 100; i++) deep = { deep }
    expect(() => columns.store({ a: 'left', n: 7, deep }, 0)).toThrow(/nested deeper/)
    columns.store({ b: 1 }, 0)
    expect(columns.columns.get('a')!.builder.take(1)).toMatchObject({ codes: Uint32Array.of(0) })
    expect(columns.columns.get('n')!.builder.take(1)).toMatchObject({ data: Float64Array.of(Number.NaN) })
  })

  test('a document with an integer beyond 2^53 asks to be stored with its digits', () => {
    const columns = new JsonColumns(() => 'none')
    expect(columns.store({ a: 2 ** 53 }, 0)).toBe(false)
    expect(columns.store({ a: '9007199254740992' }, 0)).toBe(true)
    expect(columns.columns.get('a')!.builder.take(1)).toMatchObject({
      type: 'text',
      values: ['', '9007199254740992'],
    })
  })
})
