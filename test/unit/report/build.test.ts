/** The report: everything it must say, from hostile data, in one file that needs nothing else. */
import domino from 'domino'
import { afterAll, expect, test } from 'vitest'
import { checkCustody } from '../../../main/case/custody.ts'
import { getEvaluation, getRun } from '../../../main/case/results/runs.ts'
import { buildReport } from '../../../main/report/build.ts'
import { percent } from '../../../preload/figures/format.ts'
import { smallCase } from './small-case.ts'

const small = smallCase()
afterAll(() => small.remove())
const options = {
  title: 'Report <1>',
  notes: 'See <b>this</b>.\n"Quoted".',
  writtenAt: 1_800_000_000_000_000,
}
const built = buildReport(small.c, small.run, options)
const page = domino.createDocument(built.html)
/** Lists of this document are not iterable. */
const all = (selector: string): Element[] => Array.from(page.querySelectorAll(selector))
const text = page.body.textContent.replaceAll(/\s+/g, ' ')
const json = JSON.parse(built.json) as Record<string, unknown>

test('one file: no scripts, no handlers, nothing fetched, a policy that forbids both', () => {
  expect(all('script, link, iframe, object, embed, img, form').length).toBe(0)
  expect(built.html).not.toMatch(/(?:src|href)\s*=\s*["']?(?:https?:|\/\/|data:)/i)
  expect(built.html).not.toMatch(/@import|url\(/)
  for (const element of all('*')) {
    for (const { name } of Array.from(element.attributes)) expect(name).not.toMatch(/^on/i)
  }
  const policy = page.querySelector('meta[http-equiv="Content-Security-Policy"]')!.getAttribute('content')!
  expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/)
})

test('hostile names appear as text, in tables and in figures', () => {
  expect(page.title).toBe('Report <1>')
  expect(text).toMatch(/<script>alert\(1\)<\/script>/)
  expect(text).toMatch(/Log⟨U\+202E⟩wiped/)
  expect(built.html).not.toContain('\u202e')
  expect(page.querySelector('.notes')!.textContent).toContain('See <b>this</b>.\n"Quoted".')
  expect(all('b').length).toBeGreaterThan(0)
  expect(all('.notes b')).toHaveLength(0)
})

test('the sections come in their order, and the contents lead to them', () => {
  const titles = all('h2').map((h) => h.textContent.replaceAll(/\s+/g, ' ').trim())
  expect(titles.map((title) => title.replace(/^\d+ /, ''))).toEqual([
    'Evidence',
    'Labels',
    'Split, sampling and model',
    'The protocols and what ails them',
    'Numbers',
    'Confusion matrices',
    'ROC and precision-recall curves',
    'Gate and experts',
    'Features',
    'Beyond the labeling rule',
    'How it was made',
    'How to verify it',
  ])
  for (const link of all('.toc a')) {
    expect(page.getElementById(link.getAttribute('href')!.slice(1))).not.toBeNull()
  }
})

test('the collapse of E1 is stated from evidence, and not hidden by the averages', () => {
  expect(text).toMatch(
    /Did E1 collapse\? Yes E1 has collapsed\. Nearly everything is called benign: 100\.0.% of the test/,
  )
  expect(text).toMatch(/The gate has collapsed onto one expert: benign/)
  expect(text).toMatch(/Do not be misled by accuracy 72\.2.% and weighted F1 60\.5.%/)
  expect(json['collapse']).toMatchObject({ protocol: 'E1', state: 'collapsed' })
  const cards = all('.card').map((card) => card.textContent.replaceAll(/\s+/g, ' '))
  expect(cards).toHaveLength(3)
  expect(cards[0]).toMatch(/E1.*✕ does not hold.*Majority class collapse.*Gate collapse/)
  expect(cards[1]).toMatch(/E2.*✓ holds/)
})

test('the JSON holds the evaluation of the run, and the page shows its numbers', () => {
  const evaluation = getEvaluation(small.c, small.run)
  expect(json['evaluation']).toEqual(JSON.parse(JSON.stringify(evaluation)))
  for (const protocol of evaluation.protocols) {
    for (const { metrics } of protocol.strategies)
      expect(text).toContain(percent(metrics.macro.f1).replaceAll('\u00a0', ' '))
    expect(text).toContain(protocol.verdict.replaceAll(/\s+/g, ' ').replaceAll('\u202e', '⟨U+202E⟩'))
  }
})

test('hashes, seed, engine, rule and custody tip are all there', () => {
  const { summary } = getRun(small.c, small.run)
  const { labels } = small
  const { tip } = checkCustody(small.c)
  for (const hash of [
    summary.configHash,
    summary.weightsHash,
    summary.scoresHash,
    labels.ruleHash,
    labels.labelsHash,
    tip,
  ]) {
    expect(text).toContain(hash)
  }
  expect(text).toMatch(/Engine ?tfjs-cpu/)
  expect(text).toMatch(/1 of 5 \(no user: 1\)/)
  expect(text).toMatch(/"seed": 42/)
  expect(text).toContain('tribunal verify')
})

test('every figure has a name and a description', () => {
  const figures = all('figure svg')
  // Class F1, 3 confusions, 2 curves, 3 x 3 of the gate, 2 of the losses.
  expect(figures).toHaveLength(17)
  for (const svg of figures) {
    expect(svg.getAttribute('role')).toBe('img')
    expect(svg.getAttribute('aria-label')).toBeTruthy()
    expect(svg.querySelector('desc')!.textContent.length).toBeGreaterThan(20)
  }
})

test('written twice at the same time, it is the same to the byte', () => {
  expect(buildReport(small.c, small.run, options)).toEqual(built)
})

test('a run that is not there is a plain problem', () => {
  expect(() => buildReport(small.c, 'run-99', options)).toThrow(/has no run run-99/)
})
