/** One shape for everything that goes wrong, on both sides of the wire. */
import { ORPCError } from '@orpc/server'
import { expect, test } from 'vitest'
import { wireError } from '../../../main/api/wire-error.ts'
import { problemOf } from '../../../preload/client/problem-of.ts'
import { Problem } from '../../../preload/contract/problem.ts'

const overTheWire = (error: unknown, notes: unknown[] = []) =>
  problemOf(wireError(error, (one) => notes.push(one)))

test('a Problem arrives with code, place and advice, and is not logged', () => {
  const notes: unknown[] = []
  const problem = new Problem('case-locked', 'It is locked', { where: { file: '/c' }, advice: 'Wait.' })
  expect(overTheWire(problem, notes)).toEqual(problem.toJSON())
  expect(notes).toEqual([])
})

test('a bug arrives as unexpected, without its stack, and is logged', () => {
  const notes: unknown[] = []
  const bug = new TypeError('x is undefined')
  const told = wireError(bug, (one) => notes.push(one))
  expect(problemOf(told)).toEqual({ code: 'unexpected', message: 'x is undefined' })
  expect(JSON.stringify(told)).not.toContain('.ts:')
  expect(notes).toEqual([bug])
})

test('an input that the schema refuses names its field', () => {
  const issues = [{ message: 'Too big', path: ['page', { key: 'limit' }] }]
  expect(overTheWire(new ORPCError('BAD_REQUEST', { data: { issues } }))).toEqual({
    code: 'invalid-input',
    message: 'page.limit: Too big',
    where: { field: 'page.limit' },
  })
})

test('anything else that is thrown has the shape too', () => {
  expect(problemOf('text')).toEqual({ code: 'unexpected', message: 'text' })
  expect(problemOf(new Problem('not-connected', 'Gone'))).toEqual({ code: 'not-connected', message: 'Gone' })
})

test('what a failed job tells of its problem stays as it is', () => {
  const told = new Problem('one-capture', 'There is one capture only', { advice: 'Import another.' }).toJSON()
  expect(problemOf(told)).toEqual(told)
})
