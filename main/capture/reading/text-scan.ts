/**
 * Text search over a chunk's dictionary as bytes. Where the dictionary is ASCII, as nearly all are, it is searched as one
 * string with a regular expression of nothing but the literal: no string is made per value, none is lowercased, and V8 skips
 * ahead as Boyer and Moore do (150 MB in 25 ms, where lowercasing alone takes 180). Else the joined text tells cheaply that nothing is there,
 * and only where something may be, each value is tested on its own. Either way the answer is that of
 * `value.toLowerCase().includes(literal)` for each value.
 */
import { isAscii } from 'node:buffer'
import { splitText, type TextBytes } from '../../case/codec/text.ts'
import type { TextTest } from './pattern.ts'

/** What a value must hold to pass a test, so that whole dictionaries can be passed over. */
export interface TextSearch {
  /** In lower case, never empty. */
  literal: string
  /** Holding it is all that is asked. */
  enough: boolean
}

/** Lowercasing depends on what stands around a sigma: joined texts say nothing sure about it. */
const SIGMA = /[Σσς]/

/** One byte for each value of the dictionary, 1 where it passes; null where none does. */
export function passingValues(text: TextBytes, search: TextSearch, test: TextTest): Uint8Array | null {
  if (isAscii(text.bytes)) {
    // Lowercase of ASCII is ASCII.
    if (!/^[\0-\x7f]*$/.test(search.literal)) return null
    const joined = text.bytes.toString('latin1')
    const literal = new RegExp(search.literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi')
    if (search.enough) return holding(joined, text.offsets, literal)
    if (!literal.test(joined)) return null
  } else {
    const joined = text.bytes.toString('utf8')
    if (!SIGMA.test(joined) && !joined.toLowerCase().includes(search.literal)) return null
  }
  let found = false
  const table = Uint8Array.from(splitText(text.bytes, text.offsets), (value) => {
    if (value === '' || !test(value)) return 0
    found = true
    return 1
  })
  return found ? table : null
}

/** @param joined the values, in which byte offsets are character offsets */
function holding(joined: string, offsets: Int32Array, literal: RegExp): Uint8Array | null {
  const table = new Uint8Array(offsets.length - 1)
  let found = false
  let value = 0
  for (let hit = literal.exec(joined); hit; hit = literal.exec(joined)) {
    value = valueAt(offsets, value, hit.index)
    const end = offsets[value + 1]!
    const inside = hit.index + hit[0].length <= end
    if (inside) {
      table[value] = 1
      found = true
    }
    // A hit across the border of two values is none; what begins behind it may be one.
    literal.lastIndex = inside ? end : hit.index + 1
  }
  return found ? table : null
}

/** The value, from `low` on, whose bytes hold place `at`. */
function valueAt(offsets: Int32Array, low: number, at: number): number {
  let high = offsets.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (offsets[middle]! <= at) low = middle
    else high = middle - 1
  }
  return low
}
