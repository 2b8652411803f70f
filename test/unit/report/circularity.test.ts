/** What a run knows beyond the rule: from verdicts, counted again by hand, in the answer and in the report. */
import domino from 'domino'
import { afterAll, expect, test } from 'vitest'
import { loadCore } from '../../../main/case/evidence/core.ts'
import { getRun, readScores } from '../../../main/case/results/runs.ts'
import { circularityOf } from '../../../main/evaluation/circularity.ts'
import { chosenStrategy, decide, parameterOf } from '../../../main/evaluation/decide.ts'
import { fromStored } from '../../../main/evaluation/from-scores.ts'
import { adjudicate } from '../../../main/labeling/adjudicate.ts'
import { buildReport } from '../../../main/report/build.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { trainedCase } from './small-case.ts'

const small = await trainedCase(
  ExperimentConfig.parse({
    engine: 'tfjs-cpu',
    model: { hidden: [8], expertEpochs: 2, gateEpochs: 3, batchSize: 64 },
  }),
)
afterAll(() => small.remove())
const { c, run } = small

const textOf = (): string => {
  const { html } = buildReport(c, run, { title: 'R', notes: '', writtenAt: 1 })
  return domino.createDocument(html).body.textContent.replaceAll(/\s+/g, ' ')
}

test('without truth the report says that the lift is not known', () => {
  expect(circularityOf(c, run)).toMatchObject({ byRule: true, truth: null, lifts: [] })
  expect(textOf()).toMatch(/no model can do better than the rule itself.*is not known/)
})

test('with verdicts, rule and model are counted on the same test events', () => {
  const { config, summary } = getRun(c, run)
  const first = summary.protocols[0]!.id
  const stored = readScores(c, run, first)
  const strategy = chosenStrategy(config.model)
  const { predicted } = decide(fromStored(stored), strategy, parameterOf(strategy, config.model))
  const core = loadCore(c)
  const judged = Array.from(stored.events.subarray(0, 9), (event, row) => ({
    event,
    row,
    bad: row % 3 !== 0,
  }))
  for (const { event, bad } of judged)
    adjudicate(c, core, { event, verdict: bad ? 'malicious' : 'benign', class: null, note: '' })
  const { truth, lifts } = circularityOf(c, run)
  const lift = lifts.find(({ protocol }) => protocol === first)!.lift
  const count = (of: (row: number) => boolean) => ({
    called: judged.filter(({ row }) => of(row)).length,
    right: judged.filter(({ row, bad }) => bad && of(row)).length,
  })
  expect(truth).toBe('verdicts')
  expect(lift).toMatchObject({ events: 9, malicious: 6 })
  expect(lift.rule).toMatchObject(count((row) => stored.truth[row]! > 0))
  expect(lift.model).toMatchObject(count((row) => predicted[row]! > 0))
  const f1 = ({ called, right }: { called: number; right: number }) => (2 * right) / (called + 6)
  expect(lift.lift).toBeCloseTo(f1(lift.model) - f1(lift.rule), 12)
  expect(textOf()).toMatch(
    new RegExp(`${first}: 9 test events of known truth, 6 malicious. Lift over the rule:`),
  )
})
