/** Loops over the doubles of a column, two at a time; see number-kernel.ts. Ranges of memory are multiples of 16 values, filled with NaN. */
import { assemble, f64, get, i32, i64, jumpIf, loop, set, type Code, type FunctionCode } from './assembler.ts'
import * as w from './instructions.ts'

const MINUS_ZERO = 1n << 63n
const range = { at: 'i32', end: 'i32' } as const

/** Runs over [at, end), `step` bytes at a time. */
const over = (step: number, ...body: Code[]): Code =>
  loop('all', ...body, set('at', w.add(get('at'), i32(step))), jumpIf('all', w.less(get('at'), get('end'))))
const missing = w.unequalDoubles(get('value'), get('value'))

/** Into `answer`: two counts of NaN, two minima, two maxima, and all ones where every value is whole. */
const measure: FunctionCode = {
  name: 'measure',
  parameters: { ...range, answer: 'i32' },
  variables: { value: 'v128', nulls: 'v128', least: 'v128', most: 'v128', whole: 'v128' },
  body: [
    set('least', w.splatDouble(f64(Infinity))),
    set('most', w.splatDouble(f64(-Infinity))),
    set('whole', w.splat64(i64(-1n))),
    over(
      16,
      set('value', w.loadVector(0, get('at'))),
      // All ones are minus one.
      set('nulls', w.sub64s(get('nulls'), missing)),
      set('least', w.smallerDoubles(get('least'), get('value'))),
      set('most', w.largerDoubles(get('most'), get('value'))),
      keepIf('whole', w.equalDoubles(w.nearestDoubles(get('value')), get('value')), get('value')),
    ),
    w.storeVector(0, get('answer'), get('nulls')),
    w.storeVector(16, get('answer'), get('least')),
    w.storeVector(32, get('answer'), get('most')),
    w.storeVector(48, get('answer'), get('whole')),
  ],
}

/** Keeps `name` at all ones where the condition holds or the value is missing, and `zero` is not minus zero. */
function keepIf(name: string, condition: Code, zero: Code): Code {
  const fits = w.orVector(condition, missing)
  return set(name, w.andVector(get(name), w.andNotVector(fits, w.equal64s(zero, w.splat64(i64(MINUS_ZERO))))))
}

/** Values times `by` as whole numbers to `to`. Into `answer`: two largest sizes, and all ones where dividing gives every value back. */
const scale: FunctionCode = {
  name: 'scale',
  parameters: { ...range, to: 'i32', by: 'f64', answer: 'i32' },
  variables: { value: 'v128', near: 'v128', most: 'v128', exact: 'v128', scale: 'v128' },
  body: [
    set('scale', w.splatDouble(get('by'))),
    set('exact', w.splat64(i64(-1n))),
    over(
      16,
      set('value', w.loadVector(0, get('at'))),
      set('near', w.nearestDoubles(w.multiplyDoubles(get('value'), get('scale')))),
      w.storeVector(0, get('to'), get('near')),
      set('most', w.largerDoubles(get('most'), w.absoluteDoubles(get('near')))),
      keepIf('exact', w.equalDoubles(w.divideDoubles(get('near'), get('scale')), get('value')), get('near')),
      set('to', w.add(get('to'), i32(16))),
    ),
    w.storeVector(0, get('answer'), get('most')),
    w.storeVector(16, get('answer'), get('exact')),
  ],
}

const eight = (k: number): number[] => [0, 1, 2, 3].flatMap((i) => [k + 4 * i])
const plane = (k: number): number[] => [...eight(k), ...eight(k + 16), ...eight(k), ...eight(k + 16)]
const HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]

/** Whole numbers of `width` bytes as byte planes at `to`, `stride` bytes apart. */
const planes = (width: 1 | 2 | 4): FunctionCode => {
  const four = (name: string, offset: number): Code =>
    set(name, w.shuffleBytes(...HALVES)(pair(offset), pair(offset + 16)))
  const pair = (offset: number): Code => w.toWhole32(w.loadVector(offset, get('at')))
  const write = (k: number): Code =>
    w.storeVector(
      0,
      w.add(get('to'), w.mul(get('stride'), i32(k))),
      w.shuffleBytes(...HALVES)(
        w.shuffleBytes(...plane(k))(get('a'), get('b')),
        w.shuffleBytes(...plane(k))(get('c'), get('d')),
      ),
    )
  return {
    name: `planes${width}`,
    parameters: { ...range, to: 'i32', stride: 'i32' },
    variables: { a: 'v128', b: 'v128', c: 'v128', d: 'v128' },
    body: [
      over(
        128,
        ...['a', 'b', 'c', 'd'].map((name, i) => four(name, 32 * i)),
        ...Array.from({ length: width }, (_, k) => write(k)),
        set('to', w.add(get('to'), i32(16))),
      ),
    ],
  }
}

/** The same for 64 bits. */
const planes8: FunctionCode = {
  name: 'planes8',
  parameters: { ...range, to: 'i32', stride: 'i32' },
  variables: { whole: 'i64', place: 'i32' },
  body: [
    over(
      8,
      set('whole', w.toWhole64(w.loadDouble(0, get('at')))),
      set('place', get('to')),
      ...Array.from({ length: 8 }, () => [
        w.storeLow8(0, get('place'), get('whole')),
        set('whole', w.shiftRight64(get('whole'), i64(8n))),
        set('place', w.add(get('place'), get('stride'))),
      ]).flat(),
      set('to', w.add(get('to'), i32(1))),
    ),
  ],
}

export const numberModule = (): Uint8Array<ArrayBuffer> =>
  assemble([measure, scale, planes(1), planes(2), planes(4), planes8])
