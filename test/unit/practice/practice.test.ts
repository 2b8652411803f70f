/** The practice case: repeatable, shaped as promised, its alerts as imperfect as its README says. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePractice, type PracticeFiles } from '../../../main/practice/make-practice.ts'
import { sha256 } from '../../../main/case/hash.ts'

type Json = Record<string, unknown>
let folder: string
let made: PracticeFiles
let events: Json[]
let truth: string[][]
let alerts: Json[]

const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Json)
const hashes = (files: PracticeFiles) =>
  Object.values(files).map((path: string) => sha256(readFileSync(path)))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tribunal-practice-'))
  made = await makePractice(join(folder, 'one'), { events: 24_000 })
  events = jsonLines(gunzipSync(readFileSync(made.events)).toString())
  truth = readFileSync(made.truth, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  alerts = jsonLines(readFileSync(made.alerts, 'utf8'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('the same seed gives the same bytes, another seed others', async () => {
  const again = await makePractice(join(folder, 'again'), { events: 24_000, seed: 42 })
  expect(hashes(again)).toEqual(hashes(made))
  const other = await makePractice(join(folder, 'other'), { events: 24_000, seed: 43 })
  for (const [i, hash] of hashes(other).entries()) expect(hash).not.toBe(hashes(made)[i])
})

test('24,000 events of three days in order of time, benign for the most part, truth apart', () => {
  expect(events).toHaveLength(24_000)
  expect(truth[0]).toEqual(['row', 'host', 'event_record_id', 'technique', 'tactic'])
  expect(truth).toHaveLength(24_001)
  const times = events.map((event) => Date.parse(event['@timestamp'] as string))
  expect(times.every((at, i) => i === 0 || at >= times[i - 1]!)).toBe(true)
  expect(times.at(-1)! - times[0]!).toBeGreaterThan(2.9 * 86_400_000)
  const counts = Map.groupBy(truth.slice(1), (row) => row[3]!)
  expect(counts.get('benign')!.length / 24_000).toBeCloseTo(0.88, 2)
  for (const technique of ['T1003.001', 'T1021.002', 'T1059.001', 'T1087.002']) {
    expect(counts.get(technique)!.length).toBeGreaterThan(500)
  }
  for (const [i, event] of events.entries()) {
    const row = truth[i + 1]!
    expect([row[0], row[1], row[2]]).toEqual([
      `${i}`,
      (event.host as Json).name,
      `${event.EventRecordID as number}`,
    ])
  }
  expect(JSON.stringify(events)).not.toMatch(/T1003|T1021|T1059|T1087|benign|technique/)
})

test('no single field gives an attack away', () => {
  // For every value of every field that attacks use in earnest, benign events have it too.
  const attacks = new Map<string, number>()
  const benign = new Map<string, number>()
  for (const [i, event] of events.entries()) {
    const counts = truth[i + 1]![3] === 'benign' ? benign : attacks
    const { process, share, object, logon, EventID } = event as Record<string, Json & string>
    const seen = [
      EventID,
      process?.name,
      share?.name,
      object?.type,
      logon?.type,
      (process?.parent as Json)?.name,
    ]
    for (const value of seen)
      if (typeof value === 'string' || typeof value === 'number') {
        const name = String(value)
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
  }
  const telling = [...attacks].filter(([value, count]) => count > 150 && (benign.get(value) ?? 0) < 20)
  expect(telling).toEqual([])
})

test('the alerts are late, missing and false in part, and spell accounts in several ways', () => {
  const results = alerts.map((line) => line.result as Json)
  expect(alerts.every((line, i) => line.preview === false && line.offset === i)).toBe(true)
  expect(alerts.at(-1)!.lastrow).toBe(true)
  const users = results.map((result) => result.user)
  expect(users.some((user) => Array.isArray(user))).toBe(true)
  const texts = users.flat().map(String)
  for (const shape of [
    /^NORDWIND\\[a-z]/,
    /^nordwind\\[A-Z]/,
    /@nordwind\.example$/,
    /^[a-z_.]+$/,
    /^unknown$/,
    /\$$/,
  ]) {
    expect(
      texts.some((user) => shape.test(user)),
      String(shape),
    ).toBe(true)
  }
  expect(users.includes(undefined)).toBe(true)
  const delays = results.map((result) => {
    const first = result.firstTime as string
    const began = /^\d+$/.test(first) ? Number(first) * 1000 : Date.parse(`${first}Z`)
    return (Date.parse(result._time as string) - began) / 60_000
  })
  expect(delays.filter((delay) => delay > 9.5).length).toBeGreaterThan(4)
  expect(delays.every((delay) => delay >= 0)).toBe(true)
  const readme = readFileSync(made.readme, 'utf8')
  expect(readme).toContain('made up')
  expect(readme).toContain(`${alerts.length} alerts`)
})

test('nothing is overwritten, and a failed attempt leaves nothing', async () => {
  const before = hashes(made)
  await expect(makePractice(join(folder, 'one'))).rejects.toMatchObject({ code: 'practice-exists' })
  expect(hashes(made)).toEqual(before)
  const taken = mkdtempSync(join(folder, 'taken-'))
  writeFileSync(join(taken, 'truth.csv'), 'mine')
  await expect(makePractice(taken)).rejects.toMatchObject({
    code: 'practice-exists',
    where: { file: join(taken, 'truth.csv') },
  })
  expect(readdirSync(taken)).toEqual(['truth.csv'])
  writeFileSync(join(folder, 'file'), '')
  await expect(makePractice(join(folder, 'file'))).rejects.toMatchObject({ code: 'practice-exists' })
  expect(existsSync(join(folder, 'file', 'events.ndjson.gz'))).toBe(false)
})

test('other sizes keep the shares; absurd ones are refused', async () => {
  const small = await makePractice(join(folder, 'small'), { events: 2000, seed: 7 })
  const rows = readFileSync(small.truth, 'utf8').trimEnd().split('\n').slice(1)
  expect(rows).toHaveLength(2000)
  expect(rows.filter((row) => !row.includes('benign'))).toHaveLength(240)
  for (const events of [0, 399, 2.5, 1e9]) {
    await expect(makePractice(join(folder, 'no'), { events })).rejects.toMatchObject({
      code: 'practice-size',
    })
  }
})
