/** Which rows have a code that passes. */
import { SOME, SOME_NOT } from '../../case/codec/wasm/row-answers.ts'
import type { Codes } from '../../case/evidence/coded.ts'
import { maskKernel } from './mask-kernel.ts'
import { type Mask, room } from './masks.ts'

/** What `table`, of zeros and ones, says of each row's code. Good until the masks are freed. */
export function codeMask(codes: Codes, table: Uint8Array): Mask {
  let passing = 0
  for (let i = 0; i < table.length; i++) passing += table[i]!
  if (passing === 0) return false
  if (passing === table.length) return true
  const mask = room(codes.length)
  const found = looked(codes, table, passing === 1 ? table.indexOf(1) : -1, mask)
  if (found === SOME) return true
  return found & SOME ? mask : false
}

/** @param only the one code that passes; -1 where several do */
function looked(codes: Codes, table: Uint8Array, only: number, mask: Uint8Array): number {
  if (codes instanceof Uint8Array) return maskKernel().inSet(codes, table, mask)
  if (codes instanceof Uint32Array) return ofWords(codes, table, mask)
  return only < 0 ? ofPairs(codes, table, mask) : maskKernel().only(codes, only, mask)
}

// A loop of its own for each width of codes: one loop that meets several is compiled for none of them.

function ofPairs(codes: Uint16Array, table: Uint8Array, mask: Uint8Array): number {
  let count = 0
  for (let i = 0; i < codes.length; i++) count += mask[i] = table[codes[i]!]!
  return counted(count, codes.length)
}

function ofWords(codes: Uint32Array, table: Uint8Array, mask: Uint8Array): number {
  let count = 0
  for (let i = 0; i < codes.length; i++) count += mask[i] = table[codes[i]!]!
  return counted(count, codes.length)
}

const counted = (passing: number, rows: number): number =>
  (passing > 0 ? SOME : 0) | (passing < rows ? SOME_NOT : 0)
