/**
 * Where the brackets, colons, commas, quotes and escapes of a JSON document are, in WebAssembly: 64 bytes at a time become bits of 64-bit words,
 * which say what is inside strings without a look at single bytes. (The first stage of simdjson: G. Langdale, D. Lemire, “Parsing
 * Gigabytes of JSON per Second”, VLDB Journal 28, 2019; the sum of bits to the left is taken with shifts, for want of a carry-less product.)
 */
import {
  block,
  get,
  give,
  i32,
  i64,
  jumpIf,
  loop,
  set,
  when,
  type Code,
  type FunctionCode,
} from '../../case/codec/wasm/assembler.ts'
import * as w from '../../case/codec/wasm/instructions.ts'

const QUOTE = 34
const ESCAPE = 92
const EVEN = 0x5555555555555555n
/** `[` and `]` with this bit are `{` and `}`. */
const CURLY = 0x20

const VECTORS = ['a', 'b', 'c', 'd']
const not = (code: Code): Code => w.xor64(code, i64(-1n))

/** One bit for each of the 64 bytes. */
function bits(of: (vector: Code) => Code): Code {
  const parts = VECTORS.map((name, i) =>
    w.shiftLeft64(w.widen(w.highBits8(of(get(name)))), i64(BigInt(16 * i))),
  )
  return parts.reduce((all, part) => w.or64(all, part))
}
const is = (vector: Code, byte: number): Code => w.equal8(vector, w.splat8(i32(byte)))
const curly = (vector: Code): Code => w.orVector(vector, w.splat8(i32(CURLY)))

/** Each bit is the parity of the bits up to it: ones from an opening quote up to the byte before its closing one. */
const parity = (name: string): Code[] =>
  [1n, 2n, 4n, 8n, 16n, 32n].map((by) => set(name, w.xor64(get(name), w.shiftLeft64(get(name), i64(by)))))

/** Leaves in `escaped` the bytes behind a backslash that escapes them, also across the 64. */
const escapes: Code[] = [
  set('slashes', w.and64(get('slashes'), not(get('carried')))),
  set('after', w.or64(w.shiftLeft64(get('slashes'), i64(1n)), get('carried'))),
  set('sum', w.and64(w.and64(get('slashes'), not(i64(EVEN))), not(get('after')))),
  set('sum', w.add64(get('sum'), get('slashes'))),
  set('carried', w.widen(w.less64(get('sum'), get('slashes')))),
  set('escaped', w.and64(w.xor64(i64(EVEN), w.shiftLeft64(get('sum'), i64(1n))), get('after'))),
]

/**
 * `index(at, end, place)`: puts places, the first byte's being `place`, into memory at `positions` and gives how many there are; -1 where strings are not
 * as JSON has them. Whether all bytes are ASCII is told at `answer`.
 */
export function indexFunction(positions: number, answer: number): FunctionCode {
  const whole = [
    ...VECTORS.map((name, i) => set(name, w.loadVector(16 * i, get('at')))),
    set(
      'seen',
      w.orVector(get('seen'), w.orVector(w.orVector(get('a'), get('b')), w.orVector(get('c'), get('d')))),
    ),
    // What lies behind the end counts for nothing.
    set('known', i64(-1n)),
    set('left', w.sub(get('end'), get('at'))),
    when(w.less(get('left'), i32(64)), [
      set('known', w.sub64(w.shiftLeft64(i64(1n), w.widen(get('left'))), i64(1n))),
    ]),
    set(
      'slashes',
      w.and64(
        bits((vector) => is(vector, ESCAPE)),
        get('known'),
      ),
    ),
    set('escaped', i64(0n)),
    when(w.unequal64(w.or64(get('slashes'), get('carried')), i64(0n)), escapes),
    set(
      'quotes',
      w.and64(
        w.and64(
          bits((vector) => is(vector, QUOTE)),
          not(get('escaped')),
        ),
        get('known'),
      ),
    ),
    set('inside', get('quotes')),
    ...parity('inside'),
    set('inside', w.xor64(get('inside'), get('open'))),
    set('open', w.spread64(get('inside'), i64(63n))),
    set(
      'bad',
      w.or64(
        get('bad'),
        w.and64(
          w.and64(
            bits((vector) => w.less8(vector, w.splat8(i32(32)))),
            get('inside'),
          ),
          get('known'),
        ),
      ),
    ),
    set(
      'found',
      bits((vector) =>
        w.orVector(
          w.orVector(is(curly(vector), 123), is(curly(vector), 125)),
          w.orVector(is(vector, 44), is(vector, 58)),
        ),
      ),
    ),
    set('found', w.and64(w.and64(get('found'), not(get('inside'))), get('known'))),
    set('found', w.or64(w.or64(get('found'), get('quotes')), w.and64(get('slashes'), not(get('escaped'))))),
    block(
      'none',
      jumpIf('none', w.isZero64(get('found'))),
      loop(
        'each',
        w.store32(
          positions,
          w.shiftLeft(get('count'), i32(2)),
          w.add(get('place'), w.narrow(w.trailingZeros64(get('found')))),
        ),
        set('count', w.add(get('count'), i32(1))),
        set('found', w.and64(get('found'), w.sub64(get('found'), i64(1n)))),
        jumpIf('each', w.unequal64(get('found'), i64(0n))),
      ),
    ),
  ]
  return {
    name: 'index',
    parameters: { at: 'i32', end: 'i32', place: 'i32' },
    result: 'i32',
    // prettier-ignore
    variables: {
        count: 'i32', left: 'i32', a: 'v128', b: 'v128', c: 'v128', d: 'v128', seen: 'v128', known: 'i64', slashes: 'i64', after: 'i64',
        sum: 'i64', carried: 'i64', escaped: 'i64', quotes: 'i64', inside: 'i64', open: 'i64', bad: 'i64', found: 'i64',
      },
    body: [
      loop(
        'blocks',
        ...whole,
        set('at', w.add(get('at'), i32(64))),
        set('place', w.add(get('place'), i32(64))),
        jumpIf('blocks', w.less(get('at'), get('end'))),
      ),
      w.store32(answer, i32(0), w.highBits8(get('seen'))),
      // A string that never ends, or a control character in one.
      when(w.unequal64(w.or64(get('open'), get('bad')), i64(0n)), [give(i32(-1))]),
      get('count'),
    ],
  }
}
