/** The values of a document, for walk-code.ts: each becomes a cell and goes on behind `value`; what is left alone goes on behind `bad`. */
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
  when,
  type Code,
  type FunctionCode,
} from '../../case/codec/wasm/assembler.ts'
import * as w from '../../case/codec/wasm/instructions.ts'
import { CELL, CELL_BYTES, COLUMN, NUMBER, TEXT, TRUTH, type WalkLayout, WHOLE } from './walk-layout.ts'

export const QUOTE = 34
export const COMMA = 44
const MINUS = 45
const POINT = 46
const ESCAPE = 92
const OPEN = 91
const CLOSE = 93
export const BRACE = 123
export const END = 125
const LF = 10
const MOST_DIGITS = 15
const word = (text: string): Code => i32(Buffer.from(text).readInt32LE())

export const raise = (name: string, by: number): Code => set(name, w.add(get(name), i32(by)))
export const plus = (name: string, by: number): Code => w.add(get(name), i32(by))
export const byteAt = (address: Code): Code => w.load8(0, address)
export const next = (offset = 0): Code => w.load32(offset, get('pos'))
export const isNot = (address: Code, byte: number): Code => w.unequal(byteAt(address), i32(byte))
export const bad = (condition: Code): Code => jumpIf('bad', condition)
/** Nothing but blanks stands in [from, to). */
export const blanks = (from: Code, to: Code): Code =>
  when(w.unequal(from, to), [bad(w.isZero(call('blank', from, to)))])

export const isBlank = (byte: Code): Code =>
  w.or(
    w.or(w.equal(byte, i32(32)), w.equal(byte, i32(10))),
    w.or(w.equal(byte, i32(13)), w.equal(byte, i32(9))),
  )

const BLANK: FunctionCode = {
  name: 'blank',
  parameters: { at: 'i32', to: 'i32' },
  result: 'i32',
  body: [
    block(
      'end',
      loop(
        'all',
        jumpIf('end', w.atLeast(get('at'), get('to'))),
        when(w.isZero(isBlank(byteAt(get('at')))), [give(i32(0))]),
        raise('at', 1),
        jump('all'),
      ),
    ),
    i32(1),
  ],
}

/** Four hexadecimal digits; -1 where there are none. */
const HEX: FunctionCode = {
  name: 'hex',
  parameters: { at: 'i32' },
  result: 'i32',
  variables: { digit: 'i32', unit: 'i32', end: 'i32' },
  body: [
    set('end', plus('at', 4)),
    loop(
      'digits',
      set('digit', w.sub(byteAt(get('at')), i32(48))),
      when(w.greater(get('digit'), i32(9)), [
        set('digit', w.sub(w.or(byteAt(get('at')), i32(32)), i32(97))),
        when(w.greater(get('digit'), i32(5)), [give(i32(-1))]),
        raise('digit', 10),
      ]),
      set('unit', w.or(w.shiftLeft(get('unit'), i32(4)), get('digit'))),
      raise('at', 1),
      jumpIf('digits', w.less(get('at'), get('end'))),
    ),
    get('unit'),
  ],
}

function cell(kind: number, from: Code, to: Code): Code[] {
  return [
    w.store32(CELL.node, get('cells'), get('child')),
    w.store32(CELL.kind, get('cells'), i32(kind)),
    w.store32(CELL.from, get('cells'), from),
    w.store32(CELL.to, get('cells'), to),
    raise('cells', CELL_BYTES),
    set('odd', w.or(get('odd'), w.isZero(w.and(w.load32(COLUMN.accepts, get('column')), i32(kind))))),
  ]
}
/** A value that a double holds. */
const numeric = (kind: number, value: Code, to: Code): Code[] => [
  w.storeDouble(CELL.value, get('cells'), value),
  ...cell(kind, get('start'), to),
]
const putByte = (value: Code): Code[] => [w.store8(0, get('text'), value), raise('text', 1)]

/** The code point of four digits at `at`, as UTF-8. Halves of surrogate pairs are left to JSON.parse. */
const unit: Code[] = [
  set('code', call('hex', get('at'))),
  bad(w.lessSigned(get('code'), i32(0))),
  bad(w.equal(w.and(get('code'), i32(0xf800)), i32(0xd800))),
  raise('at', 4),
  when(w.less(get('code'), i32(0x80)), putByte(get('code')), [
    when(w.less(get('code'), i32(0x800)), putByte(w.or(i32(0xc0), w.shiftRight(get('code'), i32(6)))), [
      ...putByte(w.or(i32(0xe0), w.shiftRight(get('code'), i32(12)))),
      ...putByte(w.or(i32(0x80), w.and(w.shiftRight(get('code'), i32(6)), i32(63)))),
    ]),
    ...putByte(w.or(i32(0x80), w.and(get('code'), i32(63)))),
  ]),
]

/** Writes what a string means behind `text`, from `at` on, up to its closing quote, which is left in `close` and passed. */
function meant(label: string, { meaning }: WalkLayout): Code {
  return loop(
    label,
    set('close', next()),
    raise('pos', 4),
    when(w.less(get('at'), get('close')), [
      loop(
        `${label} copy`,
        w.store64(0, get('text'), w.load64(0, get('at'))),
        raise('text', 8),
        raise('at', 8),
        jumpIf(`${label} copy`, w.less(get('at'), get('close'))),
      ),
      set('text', w.sub(get('text'), w.sub(get('at'), get('close')))),
    ]),
    when(isNot(get('close'), QUOTE), [
      bad(isNot(get('close'), ESCAPE)),
      set('letter', w.load8(1, get('close'))),
      set('at', plus('close', 2)),
      set('code', w.load8(meaning, get('letter'))),
      when(get('code'), putByte(get('code')), [bad(w.unequal(get('letter'), i32(117))), ...unit]),
      jump(label),
    ]),
  )
}

const needsColumn = bad(w.isZero(get('column')))
const isHere = bad(w.unequal(next(), get('start')))

const string = (layout: WalkLayout): Code =>
  when(w.equal(get('byte'), i32(QUOTE)), [
    needsColumn,
    isHere,
    set('close', next(4)),
    when(w.equal(byteAt(get('close')), i32(QUOTE)), [
      ...cell(TEXT, plus('start', 1), get('close')),
      raise('pos', 8),
      set('tail', plus('close', 1)),
      jump('value'),
    ]),
    raise('pos', 4),
    set('at', plus('start', 1)),
    set('begin', get('text')),
    meant('string', layout),
    ...cell(TEXT, get('begin'), get('text')),
    set('tail', plus('close', 1)),
    jump('value'),
  ])

/** One with nothing in it, or the next level. */
const object = ({ stack, depth }: WalkLayout): Code =>
  when(w.equal(get('byte'), i32(BRACE)), [
    isHere,
    set('close', next(4)),
    when(w.equal(byteAt(get('close')), i32(END)), [
      blanks(plus('start', 1), get('close')),
      raise('pos', 8),
      set('tail', plus('close', 1)),
      bad(w.atLeast(get('depth'), i32(depth))),
      jump('value'),
    ]),
    set('at', w.shiftLeft(get('depth'), i32(3))),
    w.store32(stack, get('at'), get('node')),
    w.store32(stack + 4, get('at'), get('last')),
    raise('depth', 1),
    bad(w.greater(get('depth'), i32(depth))),
    set('node', get('child')),
    set('last', i32(0)),
    set('before', get('start')),
    raise('pos', 4),
    jump('members'),
  ])

/** Strings, one a line. */
const strings = (layout: WalkLayout): Code =>
  when(w.equal(get('byte'), i32(OPEN)), [
    isHere,
    raise('pos', 4),
    set('before', get('start')),
    when(w.equal(byteAt(next()), i32(CLOSE)), [
      blanks(plus('start', 1), next()),
      set('tail', w.add(next(), i32(1))),
      raise('pos', 4),
      jump('value'),
    ]),
    needsColumn,
    set('begin', get('text')),
    set('items', i32(0)),
    loop(
      'items',
      set('open', next()),
      bad(isNot(get('open'), QUOTE)),
      blanks(plus('before', 1), get('open')),
      when(get('items'), putByte(i32(LF))),
      set('items', i32(1)),
      raise('pos', 4),
      set('at', plus('open', 1)),
      meant('item', layout),
      set('before', next()),
      blanks(plus('close', 1), get('before')),
      raise('pos', 4),
      jumpIf('items', w.equal(byteAt(get('before')), i32(COMMA))),
    ),
    bad(isNot(get('before'), CLOSE)),
    ...cell(TEXT, get('begin'), get('text')),
    set('tail', plus('before', 1)),
    jump('value'),
  ])

const words: Code[] = [
  when(w.equal(w.load32(0, get('start')), word('null')), [set('tail', plus('start', 4)), jump('value')]),
  needsColumn,
  when(w.equal(w.load32(0, get('start')), word('true')), [
    set('tail', plus('start', 4)),
    ...numeric(TRUTH, w.toDouble(i64(1n)), get('tail')),
    jump('value'),
  ]),
  when(w.equal(w.load32(0, get('start')), word('fals')), [
    bad(isNot(plus('start', 4), 101)),
    set('tail', plus('start', 5)),
    ...numeric(TRUTH, w.toDouble(i64(0n)), get('tail')),
    jump('value'),
  ]),
]

/** Reads digits behind those in `number`; leaves how many in `count`. */
const digits = (label: string): Code[] => [
  set('begin', get('tail')),
  block(
    `${label} end`,
    loop(
      label,
      set('digit', w.sub(byteAt(get('tail')), i32(48))),
      jumpIf(`${label} end`, w.greater(get('digit'), i32(9))),
      set('number', w.add64(w.mul64(get('number'), i64(10n)), w.widen(get('digit')))),
      raise('tail', 1),
      jump(label),
    ),
  ),
  set('count', w.sub(get('tail'), get('begin'))),
]

function number({ powers }: WalkLayout): Code[] {
  return [
    block(
      'slow',
      set('negative', w.equal(get('byte'), i32(MINUS))),
      set('tail', w.add(get('start'), get('negative'))),
      set('number', i64(0n)),
      set('close', get('tail')),
      ...digits('whole'),
      bad(w.isZero(get('count'))),
      bad(w.and(w.greater(get('count'), i32(1)), w.equal(byteAt(get('close')), i32(48)))),
      set('all', get('count')),
      set('places', i32(0)),
      when(w.equal(byteAt(get('tail')), i32(POINT)), [
        raise('tail', 1),
        ...digits('fraction'),
        bad(w.isZero(get('count'))),
        set('places', get('count')),
        set('all', w.add(get('all'), get('count'))),
      ]),
      jumpIf('slow', w.greater(get('all'), i32(MOST_DIGITS))),
      jumpIf('slow', w.equal(w.or(byteAt(get('tail')), i32(32)), i32(101))),
      set('double', w.toDouble(get('number'))),
      when(get('negative'), [set('double', w.negate(get('double')))]),
      // Minus zero is no whole number.
      when(
        w.or(get('places'), w.and(get('negative'), w.isZero64(get('number')))),
        [
          set('double', w.divide(get('double'), w.loadDouble(powers, w.shiftLeft(get('places'), i32(3))))),
          ...numeric(NUMBER, get('double'), get('tail')),
        ],
        numeric(WHOLE, get('double'), get('tail')),
      ),
      jump('value'),
    ),
    set('tail', next()),
    set('double', call('number', get('start'), get('tail'))),
    bad(w.unequalDouble(get('double'), get('double'))),
    ...numeric(NUMBER, get('double'), get('tail')),
  ]
}

/** A value whose first byte is at `start` and in `byte`; leaves where it ends in `tail`. */
export const values = (layout: WalkLayout): Code[] => [
  string(layout),
  object(layout),
  strings(layout),
  ...words,
  ...number(layout),
]

/** Functions that are called. */
export const HELPERS = [BLANK, HEX]
