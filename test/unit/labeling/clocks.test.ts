/** Wrong clocks are found on the practice case within two seconds, and set right by a rule; right clocks are let be. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importAlerts } from '../../../main/alerts/import.ts'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase, type CaseFile } from '../../../main/case/case-file.ts'
import { applyRule } from '../../../main/labeling/apply-rule.ts'
import { hostClocks } from '../../../main/labeling/clocks/skew.ts'
import { buildIndex, type LabelIndex } from '../../../main/labeling/label-index.ts'
import { indexCase } from '../../../main/labeling/lock.ts'
import { makePractice } from '../../../main/practice/make-practice.ts'
import { alert, core, rule } from './small-case.ts'

const context = { progress() {}, signal: new AbortController().signal }
const folder = mkdtempSync(join(tmpdir(), 'tribunal-clocks-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function practice(
  seed: number,
): Promise<{ c: CaseFile; index: LabelIndex; host: string; ahead: number }> {
  const made = await makePractice(join(folder, `seed ${seed}`), { seed })
  const c = createCase(join(folder, `${seed}.tribunal`))
  await importCapture(c, { path: made.events }, context)
  await importAlerts(c, { path: made.alerts }, context)
  const [, host, seconds, way] = /The clock of (\S+) is (\d+) seconds (fast|slow)/.exec(
    readFileSync(made.readme, 'utf8'),
  )!
  return {
    c,
    index: indexCase(c),
    host: host!.toLowerCase(),
    ahead: Number(seconds) * (way === 'fast' ? 1 : -1),
  }
}

test.each([42, 43, 44])(
  'the planted clock of seed %i is found within two seconds, and no other',
  async (seed) => {
    const { c, index, host, ahead } = await practice(seed)
    const clocks = await hostClocks(index, rule())
    const wrong = clocks.filter((one) => one.wrong)
    console.log(
      `seed ${seed}: planted ${host} ${ahead} s, found`,
      wrong.map((one) => `${one.host} ${one.offset / 1e6} s, confidence ${one.confidence}`),
    )
    expect(wrong.map((one) => one.host)).toEqual([host])
    expect(Math.abs(wrong[0]!.offset / 1e6 - ahead)).toBeLessThanOrEqual(2)
    expect(wrong[0]!.gain).toBeGreaterThan(50)
    c.close()
  },
)

test('a rule that sets the clock right labels what it would have labeled with a right clock', () => {
  const events = [10, 20, 30].map((at) => ({ at: at + 90, users: ['ann'] }))
  const index = buildIndex(
    { ...core(events), host: { codes: new Uint32Array(3).fill(1), values: ['', 'WS1'] } },
    [alert(1, { user: 'ann', host: 'WS1', at: 15 })],
  )
  const by = rule({ before: 10, after: 10 })
  expect(applyRule(index, by).labeling.labeled).toBe(0)
  expect(applyRule(index, { ...by, skew: { WS1: -90e6 } }).labeling.labeled).toBe(2)
})

test('without hosts on the alerts, or with too few of them, nothing is said', async () => {
  const events = core([{ at: 1, users: ['ann'] }])
  expect(await hostClocks(buildIndex(events, [alert(1, { user: 'ann', at: 1 })]), rule())).toEqual([])
  expect(await hostClocks(buildIndex(events, [alert(1, { user: 'ann', host: 'H', at: 1 })]), rule())).toEqual(
    [],
  )
})
