/**
 * One JSON document into cells, in WebAssembly: for documents whose keys are all known, as nearly all of a capture are. It reads a document whole before
 * anything is stored, and leaves alone what is not as most are (invalid JSON, keys twice, integers beyond 2^53, arrays of anything but
 * strings, bytes that are no UTF-8): parse.ts and columns.ts read those, and what they would store is what is stored
 * here (a property test compares the two).
 *
 * Where strings and brackets are is found first (structure-code.ts). The key behind a key is mostly the one that stood there in the document
 * before, so it is compared with that one.
 */
import {
  block,
  call,
  get,
  give,
  i32,
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
import {
  bad,
  blanks,
  BRACE,
  byteAt,
  COMMA,
  END,
  HELPERS,
  isBlank,
  isNot,
  next,
  plus,
  QUOTE,
  raise,
  values,
} from './value-code.ts'
import {
  AS_CELLS,
  CELL,
  CELL_BYTES,
  COLUMN,
  NODE,
  STORED,
  TEXTS,
  TIMES,
  UNREAD,
  type WalkLayout,
} from './walk-layout.ts'

const COLON = 58

export const WALK_HOST: Record<string, FunctionType> = {
  /** The child with that key; 0 where there can be none. */
  child: { parameters: { node: 'i32', from: 'i32', to: 'i32' }, result: 'i32' },
  /** A number of another form; NaN where it is none, or a whole one that no double holds. */
  number: { parameters: { from: 'i32', to: 'i32' }, result: 'f64' },
  /** Microseconds; NaN where there is no time. */
  time: { parameters: { column: 'i32', from: 'i32', to: 'i32' }, result: 'f64' },
  utf8: { parameters: { from: 'i32', to: 'i32' }, result: 'i32' },
}

/** The node of a key, which mostly is the one that followed before. */
const childOf: Code[] = [
  set('length', w.sub(w.sub(get('close'), get('open')), i32(1))),
  set('from', plus('open', 1)),
  when(
    get('last'),
    [set('child', w.load32(NODE.follower, get('last')))],
    [set('child', w.load32(NODE.first, get('node')))],
  ),
  block(
    'known',
    block(
      'ask',
      jumpIf('ask', w.isZero(get('child'))),
      jumpIf('ask', w.unequal(w.load32(NODE.length, get('child')), get('length'))),
      set('at', w.load32(NODE.key, get('child'))),
      when(w.greater(get('length'), i32(7)), [
        set('end', w.sub(get('close'), i32(8))),
        loop(
          'key',
          jumpIf('ask', w.unequal64(w.load64(0, get('at')), w.load64(0, get('from')))),
          raise('at', 8),
          raise('from', 8),
          jumpIf('key', w.less(get('from'), get('end'))),
        ),
        set('at', w.sub(get('at'), w.sub(get('from'), get('end')))),
        jumpIf('ask', w.unequal64(w.load64(0, get('at')), w.load64(0, get('end')))),
        jump('known'),
      ]),
      jumpIf(
        'known',
        w.isZero64(
          w.shiftLeft64(
            w.xor64(w.load64(0, get('at')), w.load64(0, get('from'))),
            w.widen(w.sub(i32(64), w.shiftLeft(get('length'), i32(3)))),
          ),
        ),
      ),
      // A shift by all 64 is none.
      jumpIf('known', w.isZero(get('length'))),
    ),
    set('child', call('child', get('node'), plus('open', 1), get('close'))),
    bad(w.isZero(get('child'))),
    when(
      get('last'),
      [w.store32(NODE.follower, get('last'), get('child'))],
      [w.store32(NODE.first, get('node'), get('child'))],
    ),
  ),
]

function members(layout: WalkLayout): Code {
  const { stack } = layout
  return loop(
    'members',
    set('open', next()),
    set('close', next(4)),
    set('colon', next(8)),
    bad(isNot(get('open'), QUOTE)),
    bad(isNot(get('close'), QUOTE)),
    bad(isNot(get('colon'), COLON)),
    blanks(plus('before', 1), get('open')),
    blanks(plus('close', 1), get('colon')),
    raise('pos', 12),
    ...childOf,
    bad(w.load32(NODE.wrapper, get('child'))),
    bad(w.equal(w.load32(NODE.stamp, get('child')), get('stamp'))),
    w.store32(NODE.stamp, get('child'), get('stamp')),
    set('last', get('child')),
    set('column', w.load32(NODE.column, get('child'))),
    set('start', plus('colon', 1)),
    loop('gap', when(isBlank(tee('byte', byteAt(get('start')))), [raise('start', 1), jump('gap')])),
    block('value', ...values(layout)),
    loop(
      'behind',
      set('before', next()),
      blanks(get('tail'), get('before')),
      raise('pos', 4),
      jumpIf('members', w.equal(byteAt(get('before')), i32(COMMA))),
      bad(isNot(get('before'), END)),
      set('depth', w.sub(get('depth'), i32(1))),
      jumpIf('done', w.isZero(get('depth'))),
      set('at', w.shiftLeft(get('depth'), i32(3))),
      set('node', w.load32(stack, get('at'))),
      set('last', w.load32(stack + 4, get('at'))),
      set('tail', plus('before', 1)),
      jump('behind'),
    ),
  )
}

/** Puts the cells where their columns keep those of the rows at hand. */
function store({ cells, touched, answer }: WalkLayout): Code[] {
  const place = (size: number): Code =>
    w.add(w.load32(COLUMN.cells, get('column')), w.shiftLeft(get('row'), i32(size)))
  return [
    set('at', i32(cells)),
    block(
      'stored',
      loop(
        'store',
        jumpIf('stored', w.atLeast(get('at'), get('cells'))),
        set('column', w.load32(NODE.column, w.load32(CELL.node, get('at')))),
        when(w.isZero(w.load32(COLUMN.touched, get('column'))), [
          w.store32(COLUMN.touched, get('column'), i32(1)),
          set('count', w.load32(answer + 16, i32(0))),
          w.store32(touched, w.shiftLeft(get('count'), i32(2)), get('column')),
          w.store32(answer + 16, i32(0), plus('count', 1)),
        ]),
        set('open', w.load32(CELL.from, get('at'))),
        set('close', w.load32(CELL.to, get('at'))),
        set('code', w.load32(COLUMN.kind, get('column'))),
        when(
          w.equal(get('code'), i32(TEXTS)),
          [
            set('code', call('add', w.load32(COLUMN.dictionary, get('column')), get('open'), get('close'))),
            w.store32(0, place(2), get('code')),
          ],
          [
            when(
              w.equal(get('code'), i32(TIMES)),
              [set('double', call('time', w.load32(COLUMN.id, get('column')), get('open'), get('close')))],
              [set('double', w.loadDouble(CELL.value, get('at')))],
            ),
            w.storeDouble(0, place(3), get('double')),
          ],
        ),
        raise('at', CELL_BYTES),
        jump('store'),
      ),
    ),
  ]
}

/** `document(from, to, row)`: reads the bytes at those addresses as row `row` of those at hand, and says how. */
export function walkFunctions(layout: WalkLayout): FunctionCode[] {
  const { positions, answer, nothing, cells, text } = layout
  const body = [
    set('count', call('index', get('from'), get('to'), get('from'))),
    when(w.lessSigned(get('count'), i32(2)), [give(i32(UNREAD))]),
    set('last', w.add(i32(positions), w.shiftLeft(get('count'), i32(2)))),
    // Behind the last, for whoever looks at the next.
    ...[0, 4, 8, 12].map((offset) => w.store32(offset, get('last'), i32(nothing))),
    set('pos', i32(positions)),
    set('code', w.sub(get('to'), i32(1))),
    when(isNot(get('from'), BRACE), [give(i32(UNREAD))]),
    when(w.unequal(next(), get('from')), [give(i32(UNREAD))]),
    when(w.unequal(w.load32(0, w.sub(get('last'), i32(4))), get('code')), [give(i32(UNREAD))]),
    when(w.load32(answer, i32(0)), [
      when(w.isZero(call('utf8', get('from'), get('to'))), [give(i32(UNREAD))]),
    ]),
    set('finish', get('last')),
    set('stamp', w.add(w.load32(answer + 8, i32(0)), i32(1))),
    w.store32(answer + 8, i32(0), get('stamp')),
    raise('pos', 4),
    set('before', get('from')),
    set('cells', i32(cells)),
    set('text', i32(text)),
    set('node', w.load32(answer + 12, i32(0))),
    set('depth', i32(1)),
    set('last', i32(0)),
    block(
      'bad',
      block(
        'done',
        when(w.equal(byteAt(next()), i32(END)), [
          blanks(plus('before', 1), next()),
          raise('pos', 4),
          jump('done'),
        ]),
        members(layout),
      ),
      bad(w.unequal(get('pos'), get('finish'))),
      when(get('odd'), [w.store32(answer + 4, i32(0), get('cells')), give(i32(AS_CELLS))]),
      ...store(layout),
      give(i32(STORED)),
    ),
    i32(UNREAD),
  ]
  return [
    ...HELPERS,
    {
      name: 'document',
      parameters: { from: 'i32', to: 'i32', row: 'i32' },
      result: 'i32',
      // prettier-ignore
      variables: {
        count: 'i32', finish: 'i32', pos: 'i32', before: 'i32', cells: 'i32', text: 'i32', node: 'i32', depth: 'i32', last: 'i32', odd: 'i32',
        stamp: 'i32', open: 'i32', close: 'i32', colon: 'i32', child: 'i32', column: 'i32', start: 'i32', byte: 'i32', tail: 'i32',
        at: 'i32', begin: 'i32', items: 'i32', code: 'i32', letter: 'i32', length: 'i32', end: 'i32', negative: 'i32', digit: 'i32', all: 'i32',
        places: 'i32', number: 'i64', double: 'f64',
      },
      body,
    },
  ]
}
