/** Filters select what their words say, by comparison with a plain walk over plain rows. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { filterContext } from '../../../main/capture/reading/filter-context.ts'
import { parseFilter } from '../../../main/capture/reading/filter-parser.ts'
import { matchEvents } from '../../../main/capture/reading/selection.ts'
import { anyTable, build, EPOCH, shown, TEXTS } from './table.ts'
import type { PlainEvent } from './table.ts'

/** A filter as text, and what it means of one event. */
interface Meaning {
  text: string
  holds: (event: PlainEvent) => boolean
}
type TextField = 'host' | 'account' | 'target' | 'EventID' | 'Message'

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`
}

/** A value, and its lines: several values of one field. */
const valuesOf = (cell: string): string[] => [cell, ...cell.split('\n')]

/** The whole value or a line of it, by a regular expression. */
function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const whole = new RegExp(`^(?:${source})$`, 'is')
  return value !== '' && valuesOf(value).some((one) => whole.test(one))
}

function same(value: string, wanted: string): boolean {
  return value !== '' && valuesOf(value.toLowerCase()).includes(wanted.toLowerCase())
}

const textField = fc.constantFrom<TextField>('host', 'account', 'target', 'EventID', 'Message')
const textValue = fc.constantFrom(...TEXTS.slice(1), 'dc01', '4624', 'nobody')
const pattern = fc.constantFrom(
  'adm*',
  '*admin',
  '*MIN*',
  'a?min',
  '*a*b*',
  '46*',
  '*(z)*',
  '?*?',
  '**',
  'DC??',
)
const numberField = fc.constantFrom<'EventID' | 'score'>('EventID', 'score')
const comparisons = {
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
}
const operator = fc.constantFrom('>', '>=', '<', '<=')

const equality: fc.Arbitrary<Meaning> = fc.tuple(textField, textValue).map(([field, value]) => ({
  text: `${field}=${quoted(value)}`,
  holds: (event) => same(shown(event, field), value),
}))
const difference: fc.Arbitrary<Meaning> = fc.tuple(textField, textValue).map(([field, value]) => ({
  text: `${field} != ${quoted(value)}`,
  holds: (event) => shown(event, field) !== '' && !same(shown(event, field), value),
}))
const wildcard: fc.Arbitrary<Meaning> = fc.tuple(textField, pattern).map(([field, value]) => ({
  text: `${field.toLowerCase()}:${value}`,
  holds: (event) => like(value, shown(event, field)),
}))
const numeric: fc.Arbitrary<Meaning> = fc
  .tuple(numberField, operator, fc.constantFrom(-2, 0, 0.5, 0.8, 1, 4624, 5000))
  .map(([field, op, value]) => ({
    text: `${field}${op}${value}`,
    holds: (event) => comparisons[op](event[field], value),
  }))
const equalNumber: fc.Arbitrary<Meaning> = fc.constantFrom('0.8', '.80', '8e-1', '0').map((value) => ({
  text: `score:${value}`,
  holds: ({ score }) => score === Number(value),
}))
const truth: fc.Arbitrary<Meaning> = fc.constantFrom('TRUE', '1').map((value) => ({
  text: `evil:${value}`,
  holds: ({ evil }) => evil === 1,
}))
const timed: fc.Arbitrary<Meaning> = fc
  .tuple(fc.constantFrom('time', 'at'), operator, fc.integer({ min: 0, max: 8 }))
  .map(([field, op, day]) => {
    const start = EPOCH + day * 86_400_000_000
    const end = start + 86_400_000_000 - 1
    return {
      text: `${field}${op}2024-01-0${day + 1}`,
      holds: ({ at }) => comparisons[op](at, op === '>' || op === '<=' ? end : start),
    }
  })
const onDay: fc.Arbitrary<Meaning> = fc.integer({ min: 0, max: 8 }).map((day) => ({
  text: `time:2024-01-0${day + 1}`,
  holds: ({ at }) => Math.floor((at - EPOCH) / 86_400_000_000) === day,
}))
const presence: fc.Arbitrary<Meaning> = fc
  .tuple(fc.constantFrom<keyof PlainEvent>('host', 'account', 'EventID', 'score', 'evil', 'at'), fc.boolean())
  .map(([field, there]) => ({
    text: there ? `${field}:*` : `${field}:""`,
    holds: (event) => (shown(event, field) !== '') === there,
  }))
const anyUser: fc.Arbitrary<Meaning> = textValue.map((value) => ({
  text: `user=${quoted(value)}`,
  holds: ({ account, target }) => same(account, value) || same(target, value),
}))
const word: fc.Arbitrary<Meaning> = fc
  .constantFrom('admin', 'DC0', '468', 'x y', 'a*b?', 'n?st', 'z')
  .map((value) => ({
    text: quoted(value),
    holds: (event) =>
      (['host', 'account', 'target', 'EventID', 'Message'] as const).some((field) =>
        like(`*${value}*`, shown(event, field)),
      ),
  }))
const leaf = fc.oneof(
  equality,
  difference,
  wildcard,
  numeric,
  equalNumber,
  truth,
  timed,
  onDay,
  presence,
  anyUser,
  word,
)

const anyFilter: fc.Arbitrary<Meaning> = fc.letrec<{ tree: Meaning }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'filter' },
    leaf,
    fc.tuple(fc.constantFrom('NOT ', '-', 'NOT'), tie('tree')).map(([not, part]) => ({
      text: `${not}(${part.text})`,
      holds: (event: PlainEvent) => !part.holds(event),
    })),
    fc.tuple(tie('tree'), fc.constantFrom(' ', ' AND ', ' OR '), tie('tree')).map(([a, join, b]) => ({
      text: `( ${a.text}${join}${b.text} )`,
      holds: (event: PlainEvent) =>
        join === ' OR ' ? a.holds(event) || b.holds(event) : a.holds(event) && b.holds(event),
    })),
  ),
})).tree

test('any filter selects what a plain walk over the rows selects', () => {
  fc.assert(
    fc.property(anyTable, fc.array(anyFilter, { minLength: 20, maxLength: 20 }), (captures, filters) => {
      fc.pre(captures.flat().length > 0)
      const { c, core, events } = build(captures)
      const context = filterContext(c, core, null)
      for (const { text, holds } of filters) {
        const found = matchEvents(context, parseFilter(text))
        expect(Array.from(found, Boolean), text).toEqual(events.map((event) => holds(event)))
      }
    }),
    { numRuns: 40 },
  )
})

test('AND binds closer than OR, and a blank is AND', () => {
  const shape = (text: string): string =>
    JSON.stringify(parseFilter(text)).replaceAll(/,?"(valueC|c)olumn":\d+/g, '')
  expect(shape('a:1 OR b:2 c:3')).toBe(shape('a:1 OR (b:2 AND c:3)'))
  expect(shape('-a:1 b')).toBe(shape('(NOT a:1) AND b'))
  expect(shape('a:(1 OR 2)')).toBe(shape('a:1 OR a:2'))
  expect(shape('score > 0.8')).toBe(shape('score>0.8'))
})
