/**
 * Masks in WebAssembly, sixteen rows at a time.
 *
 * Whether a code of a byte is one of a set: the set is a table of 16 × 16 bits, a row for each lower half of a code, a bit for each upper
 * half. Two look-ups within vectors give the eight bits of a row and the one bit that is asked for; sets of upper halves
 * below and from 8 on are looked up apart. (W. Muła, SIMD byte lookup, 2018.)
 */
import { assemble, get, give, i32, i64, jumpIf, loop, set } from '../../case/codec/wasm/assembler.ts'
import type { Code, FunctionCode } from '../../case/codec/wasm/assembler.ts'
import * as w from '../../case/codec/wasm/instructions.ts'
import { answered, begin, end, over, VECTORS } from '../../case/codec/wasm/row-answers.ts'

/** Where the tables lie: rows of the set for the lower and for the upper eight bits, and the bit of each upper half. */
export const SET = { low: 0, high: 16, bitsLow: 32, bitsHigh: 48 }
const rows = { at: 'i32', end: 'i32', to: 'i32' } as const

const table = (at: number): Code => w.loadVector(at, i32(0))
const hit = (set_: string, bits: string): Code =>
  w.andVector(w.swizzle(get(set_), get('lower')), w.swizzle(get(bits), get('upper')))

/** Rows whose code is in the set. */
const inSet: FunctionCode = {
  name: 'inSet',
  parameters: rows,
  result: 'i32',
  variables: {
    ...VECTORS,
    lower: 'v128',
    upper: 'v128',
    setLow: 'v128',
    setHigh: 'v128',
    bitsLow: 'v128',
    bitsHigh: 'v128',
  },
  body: [
    begin,
    set('setLow', table(SET.low)),
    set('setHigh', table(SET.high)),
    set('bitsLow', table(SET.bitsLow)),
    set('bitsHigh', table(SET.bitsHigh)),
    over(
      16,
      set('lower', w.loadVector(0, get('at'))),
      set('upper', w.andVector(w.shiftRight16s(get('lower'), i32(4)), w.splat8(i32(15)))),
      set('lower', w.andVector(get('lower'), w.splat8(i32(15)))),
      ...answered(
        w.notVector(
          w.equal8(w.orVector(hit('setLow', 'bitsLow'), hit('setHigh', 'bitsHigh')), w.splat8(i32(0))),
        ),
      ),
    ),
    end,
  ],
}

/** Rows whose code, of two bytes, is the one. */
const only: FunctionCode = {
  name: 'only',
  parameters: { ...rows, code: 'i32' },
  result: 'i32',
  variables: { ...VECTORS, one: 'v128' },
  body: [
    begin,
    set('one', w.splat16(get('code'))),
    over(
      32,
      ...answered(
        w.narrow16s(
          w.equal16s(w.loadVector(0, get('at')), get('one')),
          w.equal16s(w.loadVector(16, get('at')), get('one')),
        ),
      ),
    ),
    end,
  ],
}

/** Bytes of 1 or 0 as bits, the first the least significant. */
const bits: FunctionCode = {
  name: 'bits',
  parameters: rows,
  body: [
    over(
      16,
      w.store16(0, get('to'), w.highBits8(w.negate8s(w.loadVector(0, get('at'))))),
      set('to', w.add(get('to'), i32(2))),
    ),
  ],
}

/** How many bits are set in the bytes [at, end), whose number is a multiple of eight. */
const ones: FunctionCode = {
  name: 'ones',
  parameters: { at: 'i32', end: 'i32' },
  result: 'i32',
  variables: { sum: 'i64' },
  body: [
    set('sum', i64(0n)),
    loop(
      'words',
      set('sum', w.add64(get('sum'), w.countOnes64(w.load64(0, get('at'))))),
      set('at', w.add(get('at'), i32(8))),
      jumpIf('words', w.less(get('at'), get('end'))),
    ),
    give(w.narrow(get('sum'))),
  ],
}

export const maskModule = (): Uint8Array<ArrayBuffer> => assemble([inSet, only, bits, ones])
