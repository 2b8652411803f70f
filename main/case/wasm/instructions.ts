/** The instructions that the kernels use, under names that say what they do. Comparisons give 1 or 0. */
import { memory, op, vector } from './assembler.ts'

export const add = op(0x6a)
export const sub = op(0x6b)
export const mul = op(0x6c)
export const and = op(0x71)
export const or = op(0x72)
export const shiftLeft = op(0x74)
export const shiftRight = op(0x76)
export const isZero = op(0x45)
export const equal = op(0x46)
export const unequal = op(0x47)
/** Unsigned. */
export const less = op(0x49)
export const greater = op(0x4b)
export const atLeast = op(0x4f)
export const trailingZeros = op(0x68)

export const add64 = op(0x7c)
export const mul64 = op(0x7e)
export const and64 = op(0x83)
export const or64 = op(0x84)
export const xor64 = op(0x85)
export const shiftLeft64 = op(0x86)
export const shiftRight64 = op(0x88)
export const trailingZeros64 = op(0x7a)
export const isZero64 = op(0x50)
export const unequal64 = op(0x52)
/** Low half. */
export const narrow = op(0xa7)
/** Without a sign. */
export const widen = op(0xad)

export const divide = op(0xa3)
export const negate = op(0x9a)
export const toDouble = op(0xb9)

export const load8 = memory(0x2d)
export const load32 = memory(0x28)
export const load64 = memory(0x29)
export const loadDouble = memory(0x2b)
export const store8 = memory(0x3a)
export const store32 = memory(0x36)
export const storeDouble = memory(0x39)

export const loadVector = memory(0xfd, 0)
export const splat8 = vector(15)
export const equal8 = vector(35)
export const orVector = vector(80)
/** The highest bit of each of the sixteen bytes. */
export const highBits8 = vector(100)
export const storeVector = memory(0xfd, 11)
export const splatDouble = vector(20)
export const splat64 = vector(18)
export const equalDoubles = vector(71)
export const unequalDoubles = vector(72)
export const equal64s = vector(214)
export const add64s = vector(206)
export const sub64s = vector(209)
export const andVector = vector(78)
/** The first without the bits of the second. */
export const andNotVector = vector(79)
export const multiplyDoubles = vector(242)
export const divideDoubles = vector(243)
/** The second where it is smaller, or larger; never a NaN of the second. */
export const smallerDoubles = vector(246)
export const largerDoubles = vector(247)
export const nearestDoubles = vector(148)
export const absoluteDoubles = vector(236)
/** Two doubles to whole numbers of 32 bits; NaN to 0. */
export const toWhole32 = vector(252)
/** Sixteen bytes of two vectors, by their numbers. */
export const shuffleBytes = (...from: number[]) => vector(13, ...from)
export const toWhole64 = op(0xfc, 6)
export const storeLow8 = memory(0x3c)
