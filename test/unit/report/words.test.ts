/** Rules and settings, said in sentences. */
import { expect, test } from 'vitest'
import { ruleInWords, samplingInWords } from '../../../main/report/words.ts'
import { ExperimentConfig } from '../../../preload/contract/experiment.ts'
import { Rule } from '../../../preload/contract/labeling.ts'

const said = (rule: object) => ruleInWords(Rule.parse(rule)).join(' ').replaceAll('\u00a0', ' ')

test('the window is told as it is, before, after or both', () => {
  expect(said({ before: 60e6, after: 90e6 })).toMatch(
    /lies between 1 min before and 1 min 30 s after the time at which/,
  )
  expect(said({ before: 0, after: 600e6 })).toMatch(
    /between the time at which the alert fired and 10 min after it, both/,
  )
  expect(said({ before: 5e6, after: 0, anchor: 'last' })).toMatch(
    /between 5 s before the last event .* and that time/,
  )
  expect(said({ before: 0, after: 0, anchor: 'first' })).toMatch(/exactly at the first event/)
})

test('entity, conflict and class rules are each named', () => {
  expect(said({ entity: 'exact', conflict: 'drop', classBy: 'tactic', top: 7 })).toMatch(
    /spelled exactly.*is dropped.*alert's tactic; the 7 classes/,
  )
  expect(said({ excludeMachines: false })).toMatch(/machine accounts match like any other/)
})

test('a random split warns of neighbors, a split by time says so', () => {
  const words = (split: object) =>
    samplingInWords(ExperimentConfig.parse({ split }), new Map([['2', 'b.csv']]))
      .join(' ')
      .replaceAll('\u00a0', ' ')
  expect(words({})).toMatch(/at random into 70 % training, 15 % validation and 15 % test.*both sides/)
  expect(words({ by: 'time' })).toMatch(/every training event lies before every test event/)
  expect(words({ by: 'source', testOn: ['2'], trainOn: ['1'] })).toMatch(
    /Tested on every event of capture b\.csv, of which no event was trained on\. Trained on events of capture 1/,
  )
  expect(words({ by: 'host', testOn: ['x', 'y'] })).toMatch(
    /of host x and y, .* Trained on events of every other host/,
  )
})
