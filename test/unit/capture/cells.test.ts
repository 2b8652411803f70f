/** Cells of a table: which are numbers, and that text comes back as it was. */
import { array, assert, constantFrom, double, maxSafeInteger, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteDictionary } from '../../../main/capture/columns/byte-dictionary.ts'
import { decodeText, sniffEncoding, transcoder } from '../../../main/capture/encoding.ts'
import { INTEGER, met, MISSING, NUMBER, readNumber, TEXT } from '../../../main/capture/columns/number-cell.ts'
import { cutAt } from './records.ts'

function read(text: string): [number, number] {
  const bytes = Buffer.from(`x${text}x`)
  const value = readNumber(bytes, 1, bytes.length - 1)
  return [met.kind, value]
}

describe('numbers', () => {
  test.each([
    ['0', 0], ['-1', -1], ['4026532231', 4_026_532_231], ['9007199254740991', 9_007_199_254_740_991], ['-9007199254740991', -9_007_199_254_740_991],
  ])('integer %s', (text, value) => { expect(read(text)).toEqual([INTEGER, value]) }) // prettier-ignore

  test.each([
    ['43.0', 43], ['0.1', 0.1], ['.5', 0.5], ['1.', 1], ['-0', -0], ['1433962.2641509436', 1_433_962.264_150_943_6], ['1.5E-7', 1.5e-7], ['5e-06', 5e-6],
    ['1e+16', 1e16], ['Infinity', Infinity], ['-inf', -Infinity], ['123456789012345678901234567890.5', 1.234_567_890_123_456_8e29],
  ])('number %s', (text, value) => { expect(read(text)).toEqual([NUMBER, value]) }) // prettier-ignore

  test.each([
    '007', '00', '+1', '-', '.', '-.', '1e5', '0x3E7', '1,5', ' 1', '1 ', '1.2.3', '9007199254740992', '18446744073709551615', '1.5e999',
    '9e+999', 'e5', 'Infinit', 'in', 'N', '-1-', '--1', '1-2', '٣', '01.5', '1_000', 'infinityx',
  ])('text %s', (text) => { expect(read(text)[0]).toBe(TEXT) }) // prettier-ignore

  test('NaN is a missing number', () => {
    expect(read('NaN')[0]).toBe(MISSING)
    expect(read('nan')[0]).toBe(MISSING)
  })

  test('property: what is read as a number is what JavaScript reads, bit for bit', () => {
    const digits = string({
      unit: constantFrom('0', '1', '5', '9', '.', '-', 'e', 'E', '+'),
      minLength: 1,
      maxLength: 22,
    })
    assert(
      property(oneof(digits, double({ noNaN: true }).map(String), maxSafeInteger().map(String)), (text) => {
        const [kind, value] = read(text)
        if (kind === NUMBER || kind === INTEGER) expect(Object.is(value, Number(text))).toBe(true)
        if (kind === INTEGER) expect(String(value)).toBe(text)
      }),
      { numRuns: 3000 },
    )
  })
})

test('property: a dictionary gives back every value, the same code for the same bytes', () => {
  const word = oneof(
    string({ maxLength: 4 }),
    string({ unit: 'grapheme', maxLength: 4 }),
    constantFrom('a', 'b', ''),
  )
  assert(
    property(array(word, { maxLength: 300 }), (words) => {
      const dictionary = new ByteDictionary()
      for (let round = 0; round < 2; round++) {
        const codes = words.map((text) => {
          const bytes = Buffer.from(text)
          return dictionary.addBytes(bytes, 0, bytes.length)
        })
        const values = dictionary.values()
        const whole = words.map((text) => Buffer.from(text).toString())
        expect(codes.map((code) => values[code])).toEqual(whole)
        expect(dictionary.size).toBe(new Set(whole.filter(Boolean)).size)
        dictionary.clear()
      }
    }),
  )
})

describe('encodings', () => {
  test.each([
    [Buffer.from('\uFEFFa,b'), 'utf-8', 3],
    [Buffer.from('\uFEFFa,b', 'utf16le'), 'utf-16le', 2],
    [Buffer.from('\uFEFFa,b', 'utf16le').swap16(), 'utf-16be', 2],
    [Buffer.from('name,time\nx,y\n', 'utf16le'), 'utf-16le', 0],
    [Buffer.from('name,time\nx,y\n', 'utf16le').swap16(), 'utf-16be', 0],
    [Buffer.from('é,b'), 'utf-8', 0],
  ])('%#', (bytes, encoding, bom) => {
    expect(sniffEncoding(bytes)).toEqual({ encoding, bom })
  })

  test('bytes that are no UTF-8 are read as Windows-1252', () => {
    expect(decodeText(Buffer.from([0x4a, 0xfc, 0x72, 0x67, 0x80]))).toBe('Jürg€')
    expect(decodeText(Buffer.from('Jürg€'))).toBe('Jürg€')
  })

  test('property: places in UTF-16 count in its own bytes, however it is cut', () => {
    const text = array(constantFrom('a', 'é', '€', '𝄞', '\n', ','), { minLength: 1, maxLength: 30 })
    assert(
      property(
        text,
        array(maxSafeInteger().map(Math.abs), { maxLength: 5 }),
        constantFrom('utf-16le', 'utf-16be'),
        (characters, cuts, encoding) => {
          const original = Buffer.from(characters.join(''), 'utf16le')
          if (encoding === 'utf-16be') original.swap16()
          const map = transcoder({ encoding, bom: 2 })
          const parts = cutAt(original, cuts).map((part) => map.push(part))
          const utf8 = Buffer.concat([...parts, map.end()])
          expect(utf8.toString()).toBe(characters.join(''))
          let [at, place] = [0, 2]
          for (const character of characters) {
            expect(map.original(utf8, 0, at)).toBe(place)
            at += Buffer.byteLength(character)
            place += character.length * 2
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
