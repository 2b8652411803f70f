/** What a term asks of one value, for each type of column it may meet. Missing values match nothing but `field:""`. */
import { cellText, numberOf } from '../../case/evidence/cell-text.ts'
import { syntax } from './filter-lexer.ts'
import { timeStretch } from './filter-time.ts'
import type { Operator, Term } from './filter-tree.ts'
import { compared, inside } from './interval.ts'
import type { Interval } from './interval.ts'
import { contains, equals, hasWildcards, matches } from './pattern.ts'
import type { TextTest } from './pattern.ts'
import type { TextSearch } from './text-scan.ts'

/** `!=` is no test of its own: it is "present, and not `=`"; see compile.ts. */
export interface TermTest {
  /** '' is missing. */
  text: TextTest
  /** NaN is missing. */
  number(value: number): boolean
  /** Microseconds; NaN is missing. */
  time(value: number): boolean
  /** 255 is missing. */
  boolean(value: number): boolean
  /** What a number or a time must lie in, where that is all that is asked; then chunks can be skipped by their range. */
  numbers: Interval | null
  times: Interval | null
  /** What a text must hold to pass, where that can be told; then text chunks can be searched as bytes. */
  search?: TextSearch | null
}

/** `field:*` */
export const PRESENT: TermTest = {
  text: (value) => value !== '',
  number: (value) => !Number.isNaN(value),
  time: (value) => !Number.isNaN(value),
  boolean: (value) => value !== 255,
  numbers: { low: -Infinity, high: Infinity, withLow: true, withHigh: true },
  times: { low: -Infinity, high: Infinity, withLow: true, withHigh: true },
}

const MISSING: TermTest = {
  text: (value) => value === '',
  number: (value) => Number.isNaN(value),
  time: (value) => Number.isNaN(value),
  boolean: (value) => value === 255,
  numbers: null,
  times: null,
}

/** The test of `field op value`. */
export function termTest({ op, value }: Pick<Term, 'op' | 'value'>): TermTest {
  if (op === ':' && /^\*+$/.test(value)) return PRESENT
  if (value === '' && (op === ':' || op === '=')) return MISSING
  const stretch = timeStretch(op === ':' ? value.replace(/\*+$/, '') : value)
  const times = stretch && compared(op, stretch.start, stretch.end, false)
  if (op === ':' && hasWildcards(value)) return textually(matches(value), times, searchOf(value, /^\*.*\*$/s))
  const number = numberOf(value)
  const numbers = Number.isNaN(number) ? null : compared(op, number, number, true)
  const text = textTest(op, value, numbers)
  return {
    text: (cell) => cell !== '' && text(cell),
    number: (cell) => numbers !== null && inside(numbers, cell),
    time: (cell) => times !== null && inside(times, cell),
    boolean: (cell) =>
      cell !== 255 && (text(cell === 1 ? 'true' : 'false') || (numbers !== null && inside(numbers, cell))),
    numbers,
    times,
    search: op === ':' || op === '=' ? literalOf(value) : null,
  }
}

/** The test of a bare word: somewhere in the value. */
export function wordTest(word: string): TermTest {
  return textually(contains(word), null, searchOf(word, /^/))
}

/** Numbers and booleans are tested as they are written. */
function textually(test: TextTest, times: Interval | null, search: TextSearch | null): TermTest {
  const numberText = cellText('number')
  const booleanText = cellText('boolean')
  const text: TextTest = (value) => value !== '' && test(value)
  return {
    text,
    number: (value) => text(numberText(value)),
    time: (value) => times !== null && inside(times, value),
    boolean: (value) => text(booleanText(value)),
    numbers: null,
    times,
    search,
  }
}

/** The longest run of a pattern without wildcards; it is all that is asked where the pattern has but one, and is `open`. */
function searchOf(pattern: string, open: RegExp): TextSearch | null {
  const runs = pattern.split(/[*?]+/).filter((run) => run !== '')
  const longest = runs.toSorted((a, b) => b.length - a.length)[0]
  if (longest === undefined) return null
  const enough = runs.length === 1 && open.test(pattern) && !pattern.includes('?')
  return { literal: longest.toLowerCase(), enough }
}

function literalOf(value: string): TextSearch {
  return { literal: value.toLowerCase(), enough: false }
}

function textTest(op: Operator, value: string, numbers: Interval | null): TextTest {
  if (op === ':' || op === '=' || op === '!=') return equals(value)
  // Text that reads as a number is compared as one, where the filter gives a number.
  if (numbers) return (text) => inside(numbers, numberOf(text))
  const wanted = value.toLowerCase()
  return (text) => ordered(op, text.toLowerCase(), wanted)
}

function ordered(op: '>' | '>=' | '<' | '<=', a: string, b: string): boolean {
  if (op === '>') return a > b
  if (op === '>=') return a >= b
  return op === '<' ? a < b : a <= b
}

/** @throws Problem filter-syntax when the term can have no sense for columns of these types */
export function checkTerm(term: Term, test: TermTest, types: ReadonlySet<string>): void {
  if (types.has('text') || test === PRESENT || test === MISSING) return
  if (types.has('time')) {
    if (test.times) return
    throw syntax(
      `${term.field} holds times, and ${term.value} is none`,
      term.valueColumn,
      'Write times as 2024-10-24, 2024-10-24T21:30 or 2024-10-24T21:30:05.250Z.',
    )
  }
  const compares = term.op !== ':' && term.op !== '=' && term.op !== '!='
  if (!compares || test.numbers) return
  throw syntax(
    `${term.field} holds numbers, and ${term.value} is none`,
    term.valueColumn,
    'Compare with a number, such as 4688 or 0.8.',
  )
}
