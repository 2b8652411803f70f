/**
 * Which numbers lie in a range, asked of byte planes as shuffle.ts leaves them, sixteen rows at a time. The planes are laced: bytes of two
 * planes in turn make numbers of two bytes, of two such numbers in turn four bytes, and so on. A byte a row is written, 1 or 0.
 *
 * Of whole numbers up to 32 bits the least that was asked for is taken away. What lay below it is above every span then, as no sign is
 * looked at: one comparison does for two.
 */
import { assemble, get, i32, i64, set } from './assembler.ts'
import type { Code, FunctionCode, Type } from './assembler.ts'
import * as w from './instructions.ts'
import { answered, begin, end, over, STEP, VECTORS } from './row-answers.ts'

/** Items of `size` bytes of two vectors in turn: those of their lower halves, or of their upper ones. */
function laced(size: number, upper: boolean): (...of: Code[]) => Code {
  const from = upper ? STEP / 2 : 0
  const bytes = Array.from({ length: STEP }, (_, k) => {
    const item = Math.floor(k / size)
    return (item % 2) * STEP + from + (item >> 1) * size + (k % size)
  })
  return w.shuffleBytes(...bytes)
}

/** The rows of one step in order: as many vectors of whole numbers as a number has bytes. */
function numbers(width: number): { code: Code[]; names: string[]; all: string[] } {
  let names = Array.from({ length: width }, (_, k) => `plane${k}`)
  const all = [...names]
  const code = names.map((name, k) =>
    set(name, w.loadVector(0, w.add(get('at'), w.mul(get('stride'), i32(k))))),
  )
  for (let size = 1; size < width; size *= 2) {
    // Vectors of the same rows lie beside each other, those with lower bytes first.
    const parts = width / size
    const next: string[] = []
    for (let group = 0; group < names.length; group += parts)
      for (const upper of [false, true])
        for (let part = group; part < group + parts; part += 2) {
          const name = `laced${size}_${next.length}`
          code.push(set(name, laced(size, upper)(get(names[part]!), get(names[part + 1]!))))
          next.push(name)
        }
    names = next
    all.push(...next)
  }
  return { code, names, all }
}

/** Answers of a step, each as wide as its number, to one of a byte each. */
function narrowed(answers: Code[], width: number): Code {
  const [one] = answers
  if (width === 1) return one!
  const narrow = width === 8 ? w.shuffleBytes(...LOWER_HALVES) : width === 4 ? w.narrow32s : w.narrow16s
  const pairs = Array.from({ length: answers.length / 2 }, (_, i) =>
    narrow(answers[2 * i]!, answers[2 * i + 1]!),
  )
  return narrowed(pairs, width / 2)
}
const LOWER_HALVES = [0, 8, 16, 24].flatMap((at) => [at, at + 1, at + 2, at + 3])

interface Form {
  width: 1 | 2 | 4 | 8
  /** Of the parameters `low` and `high`. */
  type: Type
  /** The same in every place of a vector. */
  splat: (value: Code) => Code
  passing: (number: Code) => Code
}

const spanned = (minus: typeof w.add, atMost: typeof w.add) => (number: Code) =>
  atMost(minus(number, get('least')), get('most'))
const between = (atLeast: typeof w.add, atMost: typeof w.add) => (number: Code) =>
  w.andVector(atLeast(number, get('least')), atMost(number, get('most')))

/** For those up to 32 bits, `high` is how far above `low` a number may lie. */
const FORMS: Record<string, Form> = {
  int8: { width: 1, type: 'i32', splat: w.splat8, passing: spanned(w.sub8s, w.atMost8s) },
  int16: { width: 2, type: 'i32', splat: w.splat16, passing: spanned(w.sub16s, w.atMost16s) },
  int32: { width: 4, type: 'i32', splat: w.splat32, passing: spanned(w.sub32s, w.atMost32s) },
  int64: {
    width: 8,
    type: 'f64',
    splat: (value) => w.splat64(w.toWhole64(value)),
    passing: between(w.atLeast64s, w.atMost64s),
  },
  float64: {
    width: 8,
    type: 'f64',
    splat: w.splatDouble,
    passing: between(w.atLeastDoubles, w.atMostDoubles),
  },
}

/** Rows of planes `stride` bytes apart, the first of them [at, end). */
function within(name: string, { width, type, splat, passing }: Form): FunctionCode {
  const { code, names, all } = numbers(width)
  const vectors = Object.fromEntries(all.map((one) => [one, 'v128' as const]))
  return {
    name,
    parameters: { at: 'i32', end: 'i32', stride: 'i32', to: 'i32', low: type, high: type },
    result: 'i32',
    variables: { ...VECTORS, ...vectors, least: 'v128', most: 'v128' },
    body: [
      begin,
      set('least', splat(get('low'))),
      set('most', splat(get('high'))),
      over(
        STEP,
        ...code,
        ...answered(
          narrowed(
            names.map((one) => passing(get(one))),
            width,
          ),
        ),
      ),
      end,
    ],
  }
}

const BIT_OF_EACH = 0x8040201008040201n
const EIGHT_TIMES_EACH = Array.from({ length: STEP }, (_, k) => k >> 3)

/** Takes the rows away whose bit in the bytes [at, end) is not set, least significant first: two bytes for each step. */
const present: FunctionCode = {
  name: 'present',
  parameters: { at: 'i32', end: 'i32', to: 'i32' },
  result: 'i32',
  variables: { ...VECTORS, places: 'v128' },
  body: [
    begin,
    set('places', w.splat64(i64(BIT_OF_EACH))),
    over(
      2,
      set('bits', w.splat16(w.load16(0, get('at')))),
      set('bits', w.shuffleBytes(...EIGHT_TIMES_EACH)(get('bits'), get('bits'))),
      ...answered(
        w.andVector(
          w.equal8(w.andVector(get('bits'), get('places')), get('places')),
          w.equal8(w.loadVector(0, get('to')), w.splat8(i32(1))),
        ),
      ),
    ),
    end,
  ],
}

export const rangeModule = (): Uint8Array<ArrayBuffer> =>
  assemble([...Object.entries(FORMS).map(([name, form]) => within(name, form)), present])
