/** How sure each guess is: counted from the sample, with the counts told; and what is asked where it is not sure. */
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inspect } from '../../../main/capture/understanding/inspect.ts'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { eventRecord } from '../../../main/capture/reading/record.ts'
import type { Choices } from '../../../preload/contract/evidence.ts'
import type { Guess, GuessPart } from '../../../preload/contract/understanding.ts'
import { file, folder, importInto, newCase } from './records.ts'

const home = folder()
const look = (bytes: string | Uint8Array, mapping?: Choices, zone?: string) =>
  inspect(file(home, bytes), { mapping, zone })
const of = ({ guesses }: { guesses: readonly Guess[] }, part: GuessPart): Guess => {
  const found = guesses.find((one) => one.part === part)
  if (!found) throw new Error(`No guess of ${part}`)
  return found
}
const rows = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => row(i)).join('\n')
const utf16 = (text: string, order: 'le' | 'be'): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

describe('encoding', () => {
  const table = `time,user\n${rows(50, (i) => `2026-01-05T08:00:${String(i % 60).padStart(2, '0')}Z,Jürgen`)}\n`
  test.each([
    ['UTF-16LE with a mark', utf16(`\uFEFF${table}`, 'le'), 'UTF-16LE', 1, /^byte-order mark/],
    ['UTF-16BE without', utf16(table, 'be'), 'UTF-16BE', 1, /no byte-order mark; .* are Latin/],
    ['UTF-8', table, 'UTF-8', 1, /50 of 50 lines beyond ASCII are well-formed/],
    ['ASCII', table.replaceAll('ü', 'u'), 'UTF-8', 1, /plain ASCII/],
    [
      'Windows-1252',
      Buffer.from(table, 'latin1'),
      'Windows-1252',
      1,
      /50 of 50 lines beyond ASCII are no UTF-8/,
    ],
  ])('%s', async (_, bytes, value, confidence, evidence) => {
    const guess = of(await look(bytes), 'encoding')
    expect(guess).toMatchObject({ value, confidence, question: null, chosen: false })
    expect(guess.evidence).toMatch(evidence)
  })

  test('Cyrillic bytes are no Windows-1252: it is asked, and told what it is they read rightly', async () => {
    const words = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])
    const bytes = Buffer.concat([Buffer.from('time,user\n2026-01-05T08:00:00Z,'), words, Buffer.from('\n')])
    const unsure = of(await look(bytes), 'encoding')
    expect(unsure.confidence).toBe(0)
    expect(unsure.question).toMatch(/encoding/)
    const told = await look(bytes, { encoding: 'windows-1251' })
    expect(told.rows[0]).toEqual(['2026-01-05T08:00:00Z', 'Привет'])
    expect(of(told, 'encoding')).toMatchObject({
      value: 'Windows-1251',
      confidence: 1,
      chosen: true,
      question: null,
    })
  })

  test('lines of both kinds: the share of the larger part', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,ü\n2,ü\n3,ü\n'), Buffer.from('4,ü\n', 'latin1')])
    expect(of(await look(bytes), 'encoding').confidence).toBe(0.75)
  })
})

test('property: in a code page that is told, every record is shown as its own bytes, wherever it lies', async () => {
  const letters = fc.array(fc.constantFrom(...'абвгдежзиклмнопрстуфхцчшщъыьэюя abc'.split('')), {
    minLength: 1,
    maxLength: 12,
  })
  const decoder = new TextDecoder('koi8-r')
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  const koi8 = (text: string): Buffer => Buffer.from(text.split('').map((letter) => table.get(letter)!))
  await fc.assert(
    fc.asyncProperty(fc.array(letters, { minLength: 1, maxLength: 20 }), async (lists) => {
      const words = lists.map((list) => `x${list.join('')}`)
      const path = file(home, koi8(`n;word\n${words.map((word, i) => `${i};${word}`).join('\n')}\n`))
      const c = newCase(home)
      await importInto(c, { path, mapping: { encoding: 'koi8-r', delimiter: ';' } })
      const core = loadCore(c)
      for (const [i, word] of words.entries()) {
        const { original, intact, fields } = await eventRecord(c, core, i)
        expect([original, intact]).toEqual([`${i};${word}`, true])
        expect(fields.find(({ name }) => name === 'word')?.value).toBe(word)
      }
    }),
    { numRuns: 15 },
  )
})

describe('table', () => {
  test('the delimiter: rows that agree, and what the second best would do', async () => {
    const clear = await look(`a;b;c\n${rows(200, (i) => `${i};x;y`)}\n`)
    expect(of(clear, 'delimiter')).toMatchObject({
      value: 'semicolon',
      confidence: 1,
      evidence: '200 of 200 rows have 3 fields',
    })
    // Commas and semicolons cut every line alike: nothing tells which of them is meant.
    const doubt = of(await look(`a;b,c\n${rows(100, (i) => `${i};x,y`)}\n`), 'delimiter')
    expect(doubt.confidence).toBe(0.5)
    expect(doubt.question).not.toBeNull()
    expect(doubt.evidence).toMatch(/100 of 100 rows have 2 fields; \w+: 100 of 100 of 2/)
  })

  test('told, however it cuts', async () => {
    const told = await look(`a;b,c\n${rows(10, (i) => `${i};x,y`)}\n`, { delimiter: ';' })
    expect(told.columns.map(({ name }) => name)).toEqual(['a', 'b,c'])
    expect(of(told, 'delimiter')).toMatchObject({ chosen: true, question: null })
  })

  test('property: the format is as sure as the share of rows that can be read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 0, max: 20 }),
        async (good, bad) => {
          fc.pre(bad < good)
          const found = await look(`a,b\n${rows(good, (i) => `${i},x`)}\n${rows(bad, () => '1,2,3')}\n`)
          const { confidence, evidence } = of(found, 'format')
          expect(confidence).toBeCloseTo(good / (good + bad), 12)
          expect(evidence).toContain(`${good} of ${good + bad} sampled rows`)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('a first row of values is asked about, and can be told to be an event', async () => {
    const text = `2026-01-05T08:00:00Z,10.0.0.1,4\n${rows(20, (i) => `2026-01-05T08:00:${10 + i}Z,10.0.0.2,${i}`)}\n`
    const found = await look(text)
    expect(of(found, 'header')).toMatchObject({
      confidence: 0,
      evidence: '0 of 3 cells of the first row are names',
    })
    expect(of(found, 'header').question).not.toBeNull()
    const told = await look(text, { header: false })
    expect(told.columns.map(({ name }) => name)).toEqual(['column_1', 'column_2', 'column_3'])
    expect(told.rows).toHaveLength(20)
    expect(told.mapping.time).toBe('column_1')
    const c = newCase(home)
    const done = await importInto(c, { path: file(home, text), mapping: { header: false } })
    expect(done).toMatchObject({ rows: 21, accepted: 21 })
  })
})

describe('time', () => {
  const table = (time: (i: number) => string, more: (i: number) => string = () => '', head = '') =>
    `time,user${head}\n${rows(40, (i) => `${time(i)},ann${more(i)}`)}\n`

  test('the share of rows that can be read as times', async () => {
    const found = await look(table((i) => (i < 36 ? `2026-01-05T08:00:${10 + i}Z` : 'never')))
    expect(of(found, 'time')).toMatchObject({
      value: 'time',
      confidence: 0.9,
      evidence: '36 of 40 rows can be read as times',
    })
  })

  test('a second column that tells another time halves it where it differs', async () => {
    const far = table(
      (i) => `2026-01-05T08:00:${10 + i}Z`,
      () => ',2026-02-05T08:00:00Z',
      ',EventReceivedTime',
    )
    expect(of(await look(far), 'time')).toMatchObject({
      confidence: 0.5,
      question: expect.stringMatching(/Which column/) as string,
    })
    const near = table(
      (i) => `2026-01-05T08:00:${10 + i}Z`,
      (i) => `,2026-01-05T08:00:${11 + i}Z`,
      ',EventReceivedTime',
    )
    expect(of(await look(near), 'time')).toMatchObject({ confidence: 1, question: null })
  })

  test('no zone in any time: nothing speaks for UTC, and a person is asked', async () => {
    const text = table((i) => `2026-01-05 08:00:${10 + i}`)
    expect(of(await look(text), 'zone')).toMatchObject({
      value: 'UTC',
      confidence: 0,
      question: expect.stringMatching(/zone/) as string,
    })
    expect(of(await look(text, undefined, 'Europe/Berlin'), 'zone')).toMatchObject({
      value: 'Europe/Berlin',
      confidence: null,
      question: null,
      chosen: true,
    })
  })

  test('a column that is UTC by definition speaks for UTC where both agree', async () => {
    const text = table(
      (i) => `2026-01-05 08:00:${10 + i}`,
      (i) => `,2026-01-05 08:00:${10 + i}.5`,
      ',UtcTime',
    )
    expect(of(await look(text), 'zone')).toMatchObject({ confidence: 1, question: null })
  })

  test('dates in either order', async () => {
    const either = await look(table(() => '05.01.2026 08:00:00'))
    expect(of(either, 'order')).toMatchObject({
      confidence: 0.5,
      question: expect.stringMatching(/November/) as string,
    })
    const told = await look(
      table(() => '05.01.2026 08:00:00'),
      { timeOrder: 'month-first' },
    )
    expect(of(told, 'order')).toMatchObject({ value: 'month first', chosen: true, question: null })
    const proven = await look(table((i) => `${10 + (i % 15)}.01.2026 08:00:00`))
    expect(of(proven, 'order')).toMatchObject({ value: 'day first', confidence: 1 })
  })

  test('none at all is asked for', async () => {
    expect(of(await look(`a,b\n${rows(5, (i) => `${i},x`)}\n`), 'time')).toMatchObject({
      value: 'none',
      confidence: null,
      question: expect.stringMatching(/Which column/) as string,
    })
  })
})

describe('columns', () => {
  test('values speak for or against what a name suggests', async () => {
    const found = await look(
      gzipSync(
        `time,user,host,action\n${rows(20, (i) => `2026-01-05T08:00:${10 + i}Z,LAB\\ann,"a b, c",${i % 3}`)}\n`,
      ),
    )
    expect(of(found, 'users')).toMatchObject({
      confidence: 1,
      evidence: expect.stringContaining('20 of 20 rows name an account') as string,
    })
    expect(of(found, 'host')).toMatchObject({
      confidence: 0,
      question: expect.stringMatching(/computer/) as string,
    })
    expect(of(found, 'action')).toMatchObject({ confidence: 1 })
    expect(of(found, 'format').evidence).toContain('packed with gzip')
  })

  test('a chosen column that is not there is said so', async () => {
    const found = await look(`time,who\n2026-01-05T08:00:00Z,ann\n`, { users: ['nobody'] })
    expect(of(found, 'users')).toMatchObject({
      confidence: 0,
      evidence: expect.stringContaining('no column “nobody”') as string,
    })
  })
})

test('property: whatever the file, a confidence lies between 0 and 1, and every guess says what speaks for it', async () => {
  const cell = fc.constantFrom('', '1', 'ann', '2026-01-05', '05/01/2026', 'ü', '"a,b"', ';', '\t', 'x|y')
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(',', ';', '\t'), async (cells, delimiter) => {
      const text = cells.map((row) => row.join(delimiter)).join('\n')
      const found = await look(text).catch(() => null)
      for (const { confidence, evidence, value } of found?.guesses ?? []) {
        if (confidence !== null) expect(confidence >= 0 && confidence <= 1).toBe(true)
        expect(evidence).not.toBe('')
        expect(value).not.toBe('')
      }
    }),
    { numRuns: 150 },
  )
})
