/**
 * Distinct values of a text column, in WebAssembly: a cell is looked up by a hash over an open table and compared with what is there, byte
 * for byte. Words of eight bytes in two lanes, so that the processor works on both at once, the last overlapping those before
 * (multiply and shift, as MurmurHash does). Most cells are the one before again: that is tried first.
 *
 * Equal bytes get equal codes whatever the hash does, until most of the values are new: then they are listed, cell by cell.
 */
import {
  block,
  call,
  get,
  give,
  i32,
  i64,
  jump,
  jumpIf,
  loop,
  set,
  tee,
  when,
  type Code,
  type FunctionCode,
  type FunctionType,
} from '../../case/codec/wasm/assembler.ts'
import * as w from '../../case/codec/wasm/instructions.ts'

/** A dictionary in memory: addresses, room and counts, each a word of four bytes. */
export const DICTIONARY = {
  /** Pairs of code (0: free) and hash, side by side so that one look at memory brings both. */
  slots: 0,
  mask: 4,
  /** Where each value begins; those of values 0 and 1 are 0: value 0 is the empty one. */
  offsets: 8,
  offsetsRoom: 12,
  /** The values, one behind the other. */
  arena: 16,
  arenaRoom: 20,
  size: 24,
  /** Values asked for so far; and whether they are mostly new, so that none is looked up any more. */
  asked: 28,
  listing: 32,
  /** Not 0 once a value is not plain ASCII. */
  high: 36,
  /** The code given last. */
  recent: 40,
} as const
export const DICTIONARY_BYTES = 64
/** Bytes behind the arena that may be written. */
export const ARENA_BEHIND = 16

/**
 * After so many distinct values, a column whose cells are mostly new is listed cell by cell: messages, ids and arguments repeat too
 * seldom to be worth the search. More than what is counted as distinct (builder.ts), so that no count is wrong.
 */
const MANY = 12_000
/** Listed where fewer values than these were asked for by then. */
const MOSTLY_NEW = 18_000

/** What JavaScript does for a dictionary: makes more room. */
export const DICTIONARY_HOST: Record<string, FunctionType> = {
  growSlots: { parameters: { dictionary: 'i32' } },
  growValues: { parameters: { dictionary: 'i32' } },
  growArena: { parameters: { dictionary: 'i32', least: 'i32' } },
}

const of = (field: keyof typeof DICTIONARY): Code => w.load32(DICTIONARY[field], get('dictionary'))
const put = (field: keyof typeof DICTIONARY, value: Code): Code =>
  w.store32(DICTIONARY[field], get('dictionary'), value)
const raise = (name: string, by: number): Code => set(name, w.add(get(name), i32(by)))
const HIGH = i64(0x8080808080808080n)
/** Ones for the first `length` bytes of a word; fewer than eight. */
const known = w.sub64(w.shiftLeft64(i64(1n), w.widen(w.shiftLeft(get('length'), i32(3)))), i64(1n))
const back = (name: string, by: number): Code => w.sub(get(name), i32(by))

/** One word into a lane. */
const mix = (lane: string, word: Code): Code[] => [
  set(lane, w.mul64(w.xor64(get(lane), word), i64(0x9e3779b97f4a7c15n))),
  set(lane, w.xor64(get(lane), w.shiftRight64(get(lane), i64(29n)))),
]

const hash: Code[] = [
  set('one', w.widen(get('length'))),
  set('two', i64(0n)),
  when(w.less(get('length'), i32(8)), mix('one', w.and64(w.load64(0, get('from')), known)), [
    when(w.greater(get('length'), i32(16)), [
      set('at', get('from')),
      loop(
        'words',
        ...mix('one', w.load64(0, get('at'))),
        ...mix('two', w.load64(8, get('at'))),
        raise('at', 16),
        jumpIf('words', w.less(get('at'), back('to', 16))),
      ),
      ...mix('one', w.load64(0, back('to', 16))),
    ]),
    when(w.less(get('length'), i32(17)), mix('one', w.load64(0, get('from')))),
    ...mix('two', w.load64(0, back('to', 8))),
  ]),
  set(
    'one',
    w.mul64(w.add64(get('one'), w.mul64(get('two'), i64(0xc2b2ae3d27d4eb4fn))), i64(0x9e3779b97f4a7c15n)),
  ),
  set('hash', w.narrow(w.shiftRight64(get('one'), i64(32n)))),
]

/** Jumps to `label` unless value `code` is the bytes asked for. Leaves where it lies in `at`. */
const compare = (label: string): Code[] => {
  const differs = (offset: number, mine: Code, theirs: Code): Code =>
    jumpIf(label, w.unequal64(w.load64(offset, mine), w.load64(offset, theirs)))
  return [
    set('slot', w.add(of('offsets'), w.shiftLeft(get('code'), i32(2)))),
    set('at', w.load32(0, get('slot'))),
    jumpIf(label, w.unequal(w.sub(w.load32(4, get('slot')), get('at')), get('length'))),
    set('at', w.add(of('arena'), get('at'))),
    when(
      w.less(get('length'), i32(8)),
      [
        jumpIf(
          label,
          w.unequal64(w.and64(w.xor64(w.load64(0, get('at')), w.load64(0, get('from'))), known), i64(0n)),
        ),
      ],
      [
        when(w.greater(get('length'), i32(16)), [
          set('mine', get('from')),
          loop(
            `${label} vectors`,
            jumpIf(
              label,
              w.unequal(
                w.highBits8(w.equal8(w.loadVector(0, get('mine')), w.loadVector(0, get('at')))),
                i32(0xffff),
              ),
            ),
            raise('mine', 16),
            raise('at', 16),
            jumpIf(`${label} vectors`, w.less(get('mine'), back('to', 16))),
          ),
          set('at', w.sub(get('at'), w.sub(get('mine'), get('from')))),
          differs(0, back('to', 16), w.sub(w.add(get('at'), get('length')), i32(16))),
        ]),
        when(w.less(get('length'), i32(17)), [differs(0, get('from'), get('at'))]),
        differs(0, back('to', 8), w.sub(w.add(get('at'), get('length')), i32(8))),
      ],
    ),
  ]
}

/** Puts the bytes behind the last value, as value `code`. */
const append: Code[] = [
  set('code', w.add(of('size'), i32(1))),
  put('size', get('code')),
  when(w.atLeast(w.add(get('code'), i32(1)), of('offsetsRoom')), [call('growValues', get('dictionary'))]),
  set('slot', w.add(of('offsets'), w.shiftLeft(get('code'), i32(2)))),
  set('at', w.load32(0, get('slot'))),
  set('end', w.add(get('at'), get('length'))),
  w.store32(4, get('slot'), get('end')),
  when(w.greater(get('end'), of('arenaRoom')), [call('growArena', get('dictionary'), get('end'))]),
  set('at', w.add(of('arena'), get('at'))),
  set('mine', get('from')),
  set('one', i64(0n)),
  when(
    w.less(get('length'), i32(8)),
    [w.store64(0, get('at'), w.load64(0, get('from'))), set('one', w.and64(w.load64(0, get('from')), known))],
    [
      set('end', back('to', 8)),
      loop(
        'copy',
        set('two', w.load64(0, get('mine'))),
        set('one', w.or64(get('one'), get('two'))),
        w.store64(0, get('at'), get('two')),
        raise('mine', 8),
        raise('at', 8),
        jumpIf('copy', w.less(get('mine'), get('end'))),
      ),
      set('two', w.load64(0, get('end'))),
      set('one', w.or64(get('one'), get('two'))),
      // Overlapping what was copied.
      w.store64(0, w.sub(get('at'), w.sub(get('mine'), get('end'))), get('two')),
    ],
  ),
  when(w.unequal64(w.and64(get('one'), HIGH), i64(0n)), [put('high', i32(1))]),
]

/** `add(dictionary, from, to)`: the code of the value at those addresses; 0 for the empty one. */
export const ADD: FunctionCode = {
  name: 'add',
  parameters: { dictionary: 'i32', from: 'i32', to: 'i32' },
  result: 'i32',
  // prettier-ignore
  variables: {
    length: 'i32', code: 'i32', hash: 'i32', slot: 'i32', place: 'i32', at: 'i32', mine: 'i32', end: 'i32', mask: 'i32', one: 'i64',
    two: 'i64',
  },
  body: [
    set('length', w.sub(get('to'), get('from'))),
    when(w.isZero(get('length')), [give(i32(0))]),
    when(of('listing'), [...append, give(get('code'))]),
    put('asked', w.add(of('asked'), i32(1))),
    block(
      'other',
      set('code', of('recent')),
      jumpIf('other', w.isZero(get('code'))),
      ...compare('other'),
      give(get('code')),
    ),
    ...hash,
    set('mask', of('mask')),
    set('place', w.and(get('hash'), get('mask'))),
    block(
      'free',
      loop(
        'search',
        set('slot', w.add(of('slots'), w.shiftLeft(get('place'), i32(3)))),
        set('code', w.load32(0, get('slot'))),
        jumpIf('free', w.isZero(get('code'))),
        block(
          'next',
          jumpIf('next', w.unequal(w.load32(4, get('slot')), get('hash'))),
          ...compare('next'),
          put('recent', get('code')),
          give(get('code')),
        ),
        set('place', w.and(w.add(get('place'), i32(1)), get('mask'))),
        jump('search'),
      ),
    ),
    ...append,
    set('slot', w.add(of('slots'), w.shiftLeft(get('place'), i32(3)))),
    w.store32(0, get('slot'), get('code')),
    w.store32(4, get('slot'), get('hash')),
    put('recent', get('code')),
    when(w.greater(w.shiftLeft(get('code'), i32(1)), get('mask')), [call('growSlots', get('dictionary'))]),
    when(w.equal(get('code'), i32(MANY)), [put('listing', w.less(of('asked'), i32(MOSTLY_NEW)))]),
    get('code'),
  ],
}

/**
 * `texts(dictionary, input, starts, ends, stride, count, codes)`: the codes of cells, whose places are `stride` bytes apart and count from `input`.
 * `host.doubled(dictionary, from, to)` gives the code of a cell with doubled quotes inside.
 */
export const TEXTS: FunctionCode = {
  name: 'texts',
  parameters: {
    dictionary: 'i32',
    input: 'i32',
    starts: 'i32',
    ends: 'i32',
    stride: 'i32',
    count: 'i32',
    codes: 'i32',
  },
  variables: { from: 'i32', to: 'i32', last: 'i32' },
  body: [
    set('last', w.add(get('codes'), w.shiftLeft(get('count'), i32(2)))),
    loop(
      'cells',
      set('from', w.add(get('input'), w.load32(0, get('starts')))),
      when(
        w.lessSigned(tee('to', w.load32(0, get('ends'))), i32(0)),
        [
          w.store32(
            0,
            get('codes'),
            call('doubled', get('dictionary'), get('from'), w.sub(w.sub(get('input'), i32(1)), get('to'))),
          ),
        ],
        [
          w.store32(
            0,
            get('codes'),
            call('add', get('dictionary'), get('from'), w.add(get('input'), get('to'))),
          ),
        ],
      ),
      set('starts', w.add(get('starts'), get('stride'))),
      set('ends', w.add(get('ends'), get('stride'))),
      raise('codes', 4),
      jumpIf('cells', w.less(get('codes'), get('last'))),
    ),
  ],
}
