/**
 * The loop over the bytes of a table, in WebAssembly: records that are as they should be, one after the other, with the places of their cells,
 * and numbers read on the way. It stops before the first record that is out of the ordinary (too few or too many cells, text behind a
 * closing quote, an end that is not in sight), and scan.ts, which knows what to make of it, reads that one.
 *
 * Sixteen bytes at a time are compared with delimiter and line end. Digits are taken eight at a time: what is no digit
 * is found by adding, the digits before it are pushed to the end of the word, and three multiplications make them a number (D. Lemire,
 * “Quickly parsing eight digits”, 2018). A number's digits and the power of ten that divides them are exact in doubles, so the quotient is rounded right.
 */
import {
  assemble,
  block,
  call,
  get,
  i32,
  i64,
  jump,
  jumpIf,
  loop,
  set,
  when,
  type Code,
} from '../../case/codec/wasm/assembler.ts'
import * as w from '../../case/codec/wasm/instructions.ts'
import { COMMENT, type CsvDialect } from './scan.ts'
import { FRACTION, ODD, WHOLE } from './number.ts'

/** Where things lie in memory, in bytes. */
export interface KernelLayout {
  dialect: CsvDialect
  width: number
  /** Rows there is room for. */
  rows: number
  maxRecord: number
  /** Powers of ten from 0 to 15, as 64-bit integers and as doubles. */
  wholePowers: number
  powers: number
  /** Per column: whether to read numbers, and what was met. */
  modes: number
  flags: number
  /** Per cell. */
  starts: number
  ends: number
  values: number
  /** Per record: first byte, the byte after the last, line. */
  from: number
  to: number
  lines: number
  /** Per row: codes of one column. */
  codes: number
  /** Records read and the line reached. */
  answer: number
}

const QUOTE = 34
const LF = 10
const CR = 13
const POINT = 46
const MINUS = 45
const ZERO = 48
/** Digits that stay exact, with those behind the point. */
const MOST_DIGITS = 15

const raise = (name: string, by: number): Code => set(name, w.add(get(name), i32(by)))
const byteAt = (name: string, offset = 0): Code => w.load8(offset, get(name))
const place = (name: string): Code => w.sub(get(name), get('input'))
const flag = ({ flags }: KernelLayout, what: number): Code =>
  w.store8(flags, get('column'), w.or(w.load8(flags, get('column')), i32(what)))

/**
 * @returns the module. `read(input, at, to, stop, rows, line)` reads records that begin before `stop`, of bytes that lie at `input` and are known up to
 * `to`, behind `rows` rows; it gives the address of the first record that it left. `host.slow(at, to, cell, column)` reads any other number.
 */
export function csvKernel(layout: KernelLayout): Uint8Array<ArrayBuffer> {
  const number = { at: 'i32', to: 'i32', cell: 'i32', column: 'i32' } as const
  return assemble(
    [
      {
        name: 'read',
        parameters: { input: 'i32', at: 'i32', to: 'i32', stop: 'i32', rows: 'i32', line: 'i32' },
        result: 'i32',
        // prettier-ignore
        variables: {
          start: 'i32', end: 'i32', cell: 'i32', column: 'i32', lines: 'i32', from: 'i32', close: 'i32', doubled: 'i32', byte: 'i32',
          mask: 'i32', records: 'i32', digits: 'i32', places: 'i32', negative: 'i32', word: 'i64', odd: 'i64', value: 'i64',
          number: 'f64',
        },
        body: [
          block('done', records(layout)),
          w.store32(layout.answer, i32(0), get('records')),
          w.store32(layout.answer + 4, i32(0), get('line')),
          get('start'),
        ],
      },
    ],
    { slow: { parameters: number, result: 'i32' } },
  )
}

function records(layout: KernelLayout): Code {
  const { width, rows, dialect } = layout
  return loop(
    'records',
    set('start', get('at')),
    jumpIf('done', w.atLeast(get('at'), get('stop'))),
    jumpIf('done', w.atLeast(get('rows'), i32(rows))),
    ...(dialect.plain ? [jumpIf('done', w.equal(byteAt('at'), i32(COMMENT)))] : []),
    set('cell', w.mul(get('rows'), i32(width))),
    set('column', i32(0)),
    set('lines', i32(0)),
    loop(
      'cells',
      jumpIf('done', w.equal(get('column'), i32(width))),
      block('ended', block('plain', ...quoted(layout)), plain(layout)),
      raise('column', 1),
      raise('cell', 1),
      set('byte', byteAt('at')),
      raise('at', 1),
      jumpIf('cells', w.equal(get('byte'), i32(dialect.delimiter))),
    ),
    // Behind the line end, or behind the one that was put where the bytes end.
    jumpIf('done', w.greater(get('at'), get('to'))),
    jumpIf('done', w.unequal(get('column'), i32(width))),
    ...recordEnd(layout),
    jumpIf('done', w.equal(get('end'), get('start'))),
    jumpIf('done', w.greater(w.sub(get('end'), get('start')), i32(layout.maxRecord))),
    ...keepRecord(layout),
    jump('records'),
  )
}

/** A CR before the LF is not part of the last cell. */
function recordEnd({ dialect, ends }: KernelLayout): Code[] {
  const end = set('end', w.sub(get('at'), i32(1)))
  if (dialect.newline !== LF) return [end]
  const last = w.shiftLeft(w.sub(get('cell'), i32(1)), i32(2))
  const before = w.load8(0, w.sub(get('end'), i32(1)))
  return [
    end,
    when(w.and(w.greater(get('end'), get('start')), w.equal(before, i32(CR))), [
      when(w.equal(w.load32(ends, last), place('end')), [w.store32(ends, last, w.sub(place('end'), i32(1)))]),
      raise('end', -1),
    ]),
  ]
}

function keepRecord(layout: KernelLayout): Code[] {
  const index = w.shiftLeft(get('records'), i32(2))
  return [
    w.store32(layout.from, index, place('start')),
    w.store32(layout.to, index, place('end')),
    w.store32(layout.lines, index, get('line')),
    raise('records', 1),
    raise('rows', 1),
    set('line', w.add(w.add(get('line'), get('lines')), i32(1))),
  ]
}

/** Advances `at` to the next of two bytes. One of them always follows: a line end stands where the bytes end. */
const find = (label: string, one: number, other: number): Code =>
  loop(
    label,
    set('mask', w.highBits8(w.orVector(equals(one), equals(other)))),
    when(w.isZero(get('mask')), [raise('at', 16), jump(label)]),
    set('at', w.add(get('at'), w.trailingZeros(get('mask')))),
  )
const equals = (byte: number): Code => w.equal8(w.loadVector(0, get('at')), w.splat8(i32(byte)))

function keepCell({ starts, ends }: KernelLayout, from: Code, to: Code): Code[] {
  const index = w.shiftLeft(get('cell'), i32(2))
  return [w.store32(starts, index, from), w.store32(ends, index, to)]
}

/** A cell in quotes; goes on behind `plain` when it is none. */
function quoted(layout: KernelLayout): Code[] {
  const { delimiter, newline, plain: none } = layout.dialect
  if (none) return [jump('plain')]
  const crlf = when(w.and(w.equal(get('byte'), i32(CR)), w.equal(byteAt('at', 1), i32(LF))), [
    raise('at', 1),
    jump('ended'),
  ])
  return [
    jumpIf('plain', w.unequal(byteAt('at'), i32(QUOTE))),
    set('from', w.add(get('at'), i32(1))),
    set('at', get('from')),
    set('doubled', i32(0)),
    loop(
      'inside',
      find('text', QUOTE, newline),
      when(w.equal(byteAt('at'), i32(newline)), [
        jumpIf('done', w.atLeast(get('at'), get('to'))),
        raise('lines', 1),
        raise('at', 1),
        jump('inside'),
      ]),
      set('close', get('at')),
      raise('at', 1),
      when(w.equal(byteAt('at'), i32(QUOTE)), [set('doubled', i32(1)), raise('at', 1), jump('inside')]),
    ),
    ...keepCell(layout, place('from'), place('close')),
    when(get('doubled'), keepCell(layout, place('from'), w.sub(w.sub(get('input'), i32(1)), get('close')))),
    flag(layout, ODD),
    set('byte', byteAt('at')),
    jumpIf('ended', w.equal(get('byte'), i32(delimiter))),
    jumpIf('ended', w.equal(get('byte'), i32(newline))),
    ...(newline === LF ? [crlf] : []),
    jump('done'),
  ]
}

/** A cell without quotes. */
function plain(layout: KernelLayout): Code {
  const { delimiter, newline } = layout.dialect
  return block(
    'kept',
    set('from', get('at')),
    block(
      'search',
      jumpIf('search', w.isZero(w.load8(layout.modes, get('column')))),
      block('slow', ...plainNumber(layout)),
      set('at', call('slow', get('from'), get('to'), get('cell'), get('column'))),
    ),
    find('bytes', delimiter, newline),
    ...keepCell(layout, place('from'), place('at')),
  )
}

/** Goes on behind `slow` for what is no plain number. */
function plainNumber(layout: KernelLayout): Code[] {
  const stored = [
    ...keepCell(layout, place('from'), place('at')),
    w.storeDouble(layout.values, w.shiftLeft(get('cell'), i32(3)), get('number')),
    jump('kept'),
  ]
  return [
    set('negative', w.equal(byteAt('at'), i32(MINUS))),
    set('at', w.add(get('at'), get('negative'))),
    set('close', get('at')),
    set('value', i64(0n)),
    digits('whole', layout),
    set('digits', w.sub(get('at'), get('close'))),
    jumpIf('slow', w.isZero(get('digits'))),
    jumpIf('slow', w.and(w.greater(get('digits'), i32(1)), w.equal(byteAt('close'), i32(ZERO)))),
    jumpIf('slow', w.greater(get('digits'), i32(MOST_DIGITS))),
    set('places', i32(0)),
    set('byte', byteAt('at')),
    when(w.equal(get('byte'), i32(POINT)), [
      raise('at', 1),
      set('close', get('at')),
      digits('fraction', layout),
      set('places', w.sub(get('at'), get('close'))),
      jumpIf('slow', w.isZero(get('places'))),
      jumpIf('slow', w.greater(w.add(get('digits'), get('places')), i32(MOST_DIGITS))),
      set('byte', byteAt('at')),
    ]),
    ...cellEnd(layout.dialect),
    set('number', w.toDouble(get('value'))),
    when(
      get('places'),
      [
        set(
          'number',
          w.divide(get('number'), w.loadDouble(layout.powers, w.shiftLeft(get('places'), i32(3)))),
        ),
        flag(layout, FRACTION),
      ],
      [
        // Minus zero is no integer.
        jumpIf('slow', w.and(get('negative'), w.isZero64(get('value')))),
        flag(layout, WHOLE),
      ],
    ),
    when(get('negative'), [set('number', w.negate(get('number')))]),
    ...stored,
  ]
}

/** Behind a number must stand what ends a cell. */
function cellEnd({ delimiter, newline }: CsvDialect): Code[] {
  const other = w.and(w.unequal(get('byte'), i32(delimiter)), w.unequal(get('byte'), i32(newline)))
  if (newline !== LF) return [jumpIf('slow', other)]
  const crlf = w.and(w.equal(get('byte'), i32(CR)), w.equal(byteAt('at', 1), i32(LF)))
  return [when(other, [jumpIf('slow', w.isZero(crlf)), raise('at', 1)])]
}

const every = (byte: number): bigint => 0x0101010101010101n * BigInt(byte)

/** Reads digits behind those in `value`, and stops at the first byte that is none. */
function digits(label: string, { wholePowers }: KernelLayout): Code {
  const step = (kept: bigint, by: bigint, shift: bigint): Code =>
    set('word', w.shiftRight64(w.mul64(w.and64(get('word'), i64(kept)), i64(by)), i64(shift)))
  const count = get('mask')
  return loop(
    label,
    set('word', w.xor64(w.load64(0, get('at')), i64(every(ZERO)))),
    set('odd', w.and64(w.or64(w.add64(get('word'), i64(every(0x76))), get('word')), i64(every(0x80)))),
    set('mask', w.narrow(w.shiftRight64(w.trailingZeros64(get('odd')), i64(3n)))),
    when(count, [
      set('word', w.shiftLeft64(get('word'), w.widen(w.sub(i32(64), w.shiftLeft(count, i32(3)))))),
      step(every(0x0f), 2561n, 8n),
      step(0x00ff00ff00ff00ffn, 6553601n, 16n),
      step(0x0000ffff0000ffffn, 42949672960001n, 32n),
      set(
        'value',
        w.add64(w.mul64(get('value'), w.load64(wholePowers, w.shiftLeft(count, i32(3)))), get('word')),
      ),
      set('at', w.add(get('at'), count)),
      jumpIf(label, w.equal(count, i32(8))),
    ]),
  )
}
