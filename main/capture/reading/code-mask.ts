/**
 * Which rows have a code that passes. Codes are looked at four bytes at a time: JavaScript takes as long for a byte as for a word.
 *
 * Where one code alone passes, x = word ^ code in every byte, and a byte of x is zero where the code is that one; bytes of zero are
 * told from others by a carry that stays within each byte (Warren, Hacker's Delight, 6-1). Where several pass, a table for each of
 * the four places gives a one at that place.
 */
import type { Codes } from '../../case/evidence/coded.ts'
import { type Mask, room } from './masks.ts'

/** What a loop found, as bits: whether some row passes, whether some row does not. */
const SOME = 1
const SOME_NOT = 2
const ONES = 0x01010101

/** What `table`, of zeros and ones, says of each row's code. Good until the masks are freed. */
export function codeMask(codes: Codes, table: Uint8Array): Mask {
  let passing = 0
  for (let i = 0; i < table.length; i++) passing += table[i]!
  if (passing === 0) return false
  if (passing === table.length) return true
  const mask = room(codes.length)
  const only = passing === 1 ? table.indexOf(1) : -1
  const found = codes.byteOffset % 4 > 0 ? inPart(codes, table, mask, 0) : inWords(codes, table, mask, only)
  if (found === SOME) return true
  return found & SOME ? mask : false
}

function inWords(codes: Codes, table: Uint8Array, mask: Uint8Array, only: number): number {
  const { buffer, byteOffset, length } = codes
  const step = 4 / codes.BYTES_PER_ELEMENT
  const words = new Int32Array(buffer, byteOffset, Math.floor(length / step))
  const done = words.length * step
  let found: number
  if (codes instanceof Uint8Array) {
    const into = new Int32Array(mask.buffer, mask.byteOffset, words.length)
    found = only >= 0 ? onlyOfBytes(words, only, into) : byPlaces(words, tablesOf(table), into)
  } else if (codes instanceof Uint16Array && only >= 0) {
    found = onlyOfPairs(words, only, new Uint16Array(mask.buffer, mask.byteOffset, words.length))
  } else return inPart(codes, table, mask, 0)
  return found | inPart(codes, table, mask, done)
}

function onlyOfBytes(words: Int32Array, code: number, into: Int32Array): number {
  const every = Math.imul(code, ONES)
  let any = 0
  let all = ONES
  for (let i = 0; i < words.length; i++) {
    const x = words[i]! ^ every
    const ones = (~(((x & 0x7f7f7f7f) + 0x7f7f7f7f) | x) >>> 7) & ONES
    into[i] = ones
    any |= ones
    all &= ones
  }
  return foundOf(words.length, any, all)
}

function onlyOfPairs(words: Int32Array, code: number, into: Uint16Array): number {
  const both = code | (code << 16)
  let any = 0
  let all = 0x0101
  for (let i = 0; i < words.length; i++) {
    const x = words[i]! ^ both
    const pair = ~(((x & 0x7fff7fff) + 0x7fff7fff) | x) >>> 15
    const ones = (pair & 1) | ((pair >>> 8) & 0x0100)
    into[i] = ones
    any |= ones
    all &= ones
  }
  return foundOf(words.length, any, all, 0x0101)
}

/** Of each byte that a code can be, a one at the first, second, third and fourth place of a word. */
function tablesOf(table: Uint8Array): Int32Array {
  const tables = new Int32Array(4 * 256)
  for (let code = 0; code < Math.min(256, table.length); code++)
    for (let place = 0; place < 4; place++) tables[place * 256 + code] = table[code]! << (8 * place)
  return tables
}

function byPlaces(words: Int32Array, tables: Int32Array, into: Int32Array): number {
  let any = 0
  let all = ONES
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const ones =
      tables[word & 255]! |
      tables[256 + ((word >>> 8) & 255)]! |
      tables[512 + ((word >>> 16) & 255)]! |
      tables[768 + (word >>> 24)]!
    into[i] = ones
    any |= ones
    all &= ones
  }
  return foundOf(words.length, any, all)
}

function foundOf(words: number, any: number, all: number, ones = ONES): number {
  return words === 0 ? 0 : (any ? SOME : 0) | (all === ones ? 0 : SOME_NOT)
}

/** One code after the other, from row `from` on. */
function inPart(codes: Codes, table: Uint8Array, mask: Uint8Array, from: number): number {
  if (codes instanceof Uint8Array) return ofBytes(codes, table, mask, from)
  return codes instanceof Uint16Array ? ofPairs(codes, table, mask, from) : ofWords(codes, table, mask, from)
}

// A loop of its own for each width of codes: one loop that meets several is compiled for none of them.

function ofBytes(codes: Uint8Array, table: Uint8Array, mask: Uint8Array, from: number): number {
  let count = 0
  for (let i = from; i < codes.length; i++) count += mask[i] = table[codes[i]!]!
  return counted(count, codes.length - from)
}

function ofPairs(codes: Uint16Array, table: Uint8Array, mask: Uint8Array, from: number): number {
  let count = 0
  for (let i = from; i < codes.length; i++) count += mask[i] = table[codes[i]!]!
  return counted(count, codes.length - from)
}

function ofWords(codes: Uint32Array, table: Uint8Array, mask: Uint8Array, from: number): number {
  let count = 0
  for (let i = from; i < codes.length; i++) count += mask[i] = table[codes[i]!]!
  return counted(count, codes.length - from)
}

const counted = (passing: number, rows: number): number =>
  (passing > 0 ? SOME : 0) | (passing < rows ? SOME_NOT : 0)
