/** What loops over the rows of a chunk have in common that answer each with a byte, 1 or 0, sixteen at a time. */
import { get, give, i32, jumpIf, loop, set, type Code } from './assembler.ts'
import * as w from './instructions.ts'

/** Rows of a step. */
export const STEP = 16
/** What such a loop answers as a whole, as bits: whether some row passes, whether some row does not. */
export const SOME = 1
export const SOME_NOT = 2

/** Variables of {@link begin}, {@link answered} and {@link end}; the place `to` is a parameter. */
export const VECTORS = { bits: 'v128', any: 'v128', all: 'v128' } as const

export const begin: Code = set('all', w.splat8(i32(-1)))

/** Writes `bits`, all ones or none in each byte, and keeps whether any had ones, and whether all had. */
export const answered = (bits: Code): Code[] => [
  set('bits', bits),
  w.storeVector(0, get('to'), w.andVector(get('bits'), w.splat8(i32(1)))),
  set('any', w.orVector(get('any'), get('bits'))),
  set('all', w.andVector(get('all'), get('bits'))),
  set('to', w.add(get('to'), i32(STEP))),
]

export const end: Code = give(
  w.or(w.anyBit(get('any')), w.shiftLeft(w.isZero(w.everyByte(get('all'))), i32(1))),
)

/** Runs over [at, end), `by` bytes at a time. */
export const over = (by: number, ...body: Code[]): Code =>
  loop('rows', ...body, set('at', w.add(get('at'), i32(by))), jumpIf('rows', w.less(get('at'), get('end'))))
