/** Distinct texts in the memory of a kernel, compared with a plain map: of every length, many of them, listed and cleared. */
import { array, assert, constantFrom, integer, property, string, tuple, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteDictionary } from '../../../main/capture/columns/byte-dictionary.ts'
import { DistinctTexts } from '../../../main/capture/columns/distinct-texts.ts'
import { TextKernel } from '../../../main/capture/columns/text-kernel.ts'
import { listOf } from '../../../main/case/codec/text.ts'
import { Heap } from '../../../main/case/codec/wasm/heap.ts'

/** Texts that differ in one byte, anywhere, of lengths around those that are compared at a time. */
const near = tuple(integer({ min: 1, max: 70 }), integer({ min: 0, max: 69 }), constantFrom('a', 'b')).map(
  ([length, at, letter]) => `${'x'.repeat(at % length)}${letter}${'x'.repeat(length - 1 - (at % length))}`,
)

describe('property: same bytes, same code; other bytes, another code', () => {
  test('texts alike but for one byte, in two dictionaries of one memory', () => {
    const kernel = new TextKernel()
    assert(
      property(array(tuple(near, integer({ min: 0, max: 1 })), { maxLength: 300 }), (asked) => {
        const dictionaries = [new ByteDictionary(kernel), new ByteDictionary(kernel)]
        const maps = [new Map<string, number>(), new Map<string, number>()]
        for (const [text, which] of asked) {
          const map = maps[which]!
          if (!map.has(text)) map.set(text, map.size + 1)
          expect(dictionaries[which]!.addText(text)).toBe(map.get(text))
        }
        for (const [i, map] of maps.entries()) expect(dictionaries[i]!.values()).toEqual(['', ...map.keys()])
      }),
      { numRuns: 300 },
    )
  })

  test('any bytes come back as they were; whether they are ASCII is known', () => {
    assert(
      property(array(uint8Array({ maxLength: 40 }), { maxLength: 60 }), (all) => {
        const dictionary = new ByteDictionary()
        const codes = all.map((bytes) => dictionary.addBytes(bytes, 0, bytes.length))
        const ascii = all.every((bytes) => bytes.every((byte) => byte < 128))
        const list = dictionary.utf8()
        expect(list !== null).toBe(ascii)
        if (!list) return
        for (const [i, bytes] of all.entries()) {
          const [from, to] = [list.offsets[codes[i]!]!, list.offsets[codes[i]! + 1]!]
          expect(Buffer.from(list.bytes.subarray(from, to))).toEqual(Buffer.from(bytes))
        }
      }),
    )
  })
})

test('what is mostly new is listed from a point on, and nothing is lost; cleared, it is looked up again', () => {
  const dictionary = new ByteDictionary()
  const texts = Array.from({ length: 30_000 }, (_, i) => `value ${i}`)
  const codes = [...texts, ...texts].map((text) => dictionary.addText(text))
  expect(dictionary.size).toBe(60_000)
  expect(codes[0]).not.toBe(codes[30_000])
  const values = dictionary.values()
  expect(codes.map((code) => values[code])).toEqual([...texts, ...texts])
  dictionary.clear()
  expect([
    dictionary.addText('a'),
    dictionary.addText('b'),
    dictionary.addText('a'),
    dictionary.size,
  ]).toEqual([1, 2, 1, 2])
})

test('what repeats is never listed', () => {
  const dictionary = new ByteDictionary()
  for (let i = 0; i < 60_000; i++) dictionary.addText(`value ${i % 20_000 < 8000 ? i % 7 : i % 20_000}`)
  expect(dictionary.size).toBe(12_007)
})

test('property: different texts are counted over lists, up to a number', () => {
  const text = string({ unit: 'grapheme', maxLength: 5 })
  assert(
    property(array(array(text, { maxLength: 20 }), { maxLength: 5 }), (lists) => {
      const distinct = new DistinctTexts(new TextKernel())
      for (const list of lists) expect(distinct.add(listOf(['', ...list]))).toBe(true)
      const whole = new Set(lists.flat().map((value) => Buffer.from(value).toString()))
      whole.delete('')
      expect(distinct.size).toBe(whole.size)
    }),
  )
  const many = new DistinctTexts(new TextKernel())
  expect(many.add(listOf(['', ...Array.from({ length: 10_000 }, (_, i) => `${i}`)]))).toBe(true)
  expect(many.add(listOf(['', 'one more']))).toBe(false)
  const long = new DistinctTexts(new TextKernel())
  expect(long.add(listOf(['', 'é'.repeat(1 << 20)]))).toBe(true)
  expect(long.add(listOf(['', 'e']))).toBe(false)
})

test('property: pieces of a heap do not overlap, and serve again', () => {
  assert(
    property(array(tuple(integer({ min: 1, max: 5000 }), integer()), { maxLength: 60 }), (wanted) => {
      const heap = new Heap()
      const pieces: { at: number; length: number }[] = []
      for (const [length, give] of wanted) {
        if (give < 0 && pieces.length > 0) {
          const [piece] = pieces.splice(-give % pieces.length, 1)
          heap.free(piece!.at, piece!.length)
        }
        const at = heap.room(length)
        expect(at % 64).toBe(0)
        expect(at + length).toBeLessThanOrEqual(heap.bytes.length)
        for (const other of pieces)
          expect(at >= other.at + other.length || at + length <= other.at).toBe(true)
        pieces.push({ at, length })
      }
    }),
  )
})
