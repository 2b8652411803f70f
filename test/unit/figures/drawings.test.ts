/** Every figure, drawn without a window: what it shows, what it says to those who cannot see it, and hostile names. */
import domino from 'domino'
import { describe, expect, test } from 'vitest'
import { classF1Figure } from '../../../preload/figures/class-f1.ts'
import { confusionFigure } from '../../../preload/figures/confusion.ts'
import { gateWeightsFigure, loadFigure, sweepFigure } from '../../../preload/figures/gate.ts'
import { lossFigure } from '../../../preload/figures/losses.ts'
import { prFigure, rocFigure } from '../../../preload/figures/ranking-curves.ts'

const document = domino.createDocument()
const HOSTILE = '<img src=x onerror="alert(1)">'
const classes = ['benign', HOSTILE, 'T1059']
const confusion = [
  [90, 10, 0],
  [5, 15, 0],
  [0, 0, 0],
]
const curve = { x: [0, 0.5, 1], y: [0, 0.9, 1] }
const sweep = [0, 0.5, 1].map((threshold) => ({
  threshold,
  meanActive: 2 - threshold,
  silent: threshold * 10,
  macroF1: 0.5,
  attackRecall: 1 - threshold,
  attackPrecision: threshold === 1 ? null : 0.4,
  falsePositiveRate: 0.1,
}))
const losses = classes.flatMap((network) =>
  [1, 2].map((epoch) => ({
    regime: 'balanced',
    network,
    epoch,
    train: 1 / epoch,
    validation: epoch === 1 ? null : 0.6,
  })),
)
const ranking = [{ name: HOSTILE, curve, area: 0.7, prevalence: 0.2 }]
const text = (svg: Element) => svg.textContent.replaceAll('\u00a0', ' ')

const figures: Record<string, () => SVGSVGElement> = {
  confusion: () => confusionFigure({ classes, confusion }, { document }),
  roc: () => rocFigure(ranking, { document }),
  pr: () => prFigure(ranking, { document }),
  losses: () => lossFigure(losses, { document }),
  weights: () =>
    gateWeightsFigure(
      {
        classes,
        experts: classes,
        meanWeight: [
          [0.9, 0.1, 0],
          [0.2, 0.7, 0],
          [0, 0, 0],
        ],
      },
      { document },
    ),
  load: () =>
    loadFigure(
      classes.map((expert, i) => ({ expert, load: i / 3, share: 0.3 })),
      { document },
    ),
  sweep: () => sweepFigure(sweep, { document, threshold: 0.5, experts: 3 }),
  classF1: () =>
    classF1Figure(
      classes.map((name, i) => ({ protocol: 'E1', class: name, f1: i === 2 ? null : 0.5 })),
      { document },
    ),
}

describe.each(Object.keys(figures))('%s', (name) => {
  const svg = figures[name]!()

  test('is an image with a name and a description', () => {
    expect(svg.getAttribute('role')).toBe('img')
    expect(svg.getAttribute('aria-label')).toBeTruthy()
    expect(svg.querySelector('desc')!.textContent).toBeTruthy()
  })

  test('takes names from data as text, not as elements', () => {
    const written = domino.createDocument(svg.outerHTML)
    expect(written.querySelectorAll('img, script').length).toBe(0)
    expect(svg.outerHTML).not.toContain('<img')
  })

  test('gets its colors from the page', () => {
    expect(svg.outerHTML).toContain('var(--figure-')
    expect(svg.outerHTML).not.toMatch(/NaN|undefined|Infinity/)
  })
})

test('a figure has another name where one is given', () => {
  const svg = confusionFigure({ classes, confusion }, { document, title: 'Mine' })
  expect(svg.getAttribute('aria-label')).toBe('Mine')
})

test('a confusion cell shows its count and its share of the row; its title names both classes', () => {
  const svg = figures['confusion']!()
  expect(text(svg)).toMatch(/1525 %|15.*75 %/)
  const titles = Array.from(svg.querySelectorAll('title')).map((title) => text(title))
  expect(titles).toHaveLength(9)
  expect(titles[1]).toBe(`benign called ${HOSTILE}: 10 (10.0 % of benign)`)
})

test('cells can be chosen by click and by keyboard', () => {
  const chosen: [number, number][] = []
  const svg = confusionFigure(
    { classes, confusion },
    { document, onCell: (t, p) => void chosen.push([t, p]) },
  )
  const cells = Array.from(svg.querySelectorAll('rect[role="button"]'))
  expect(cells).toHaveLength(9)
  expect(cells[3]!.getAttribute('tabindex')).toBe('0')
  const click = document.createEvent('Event')
  click.initEvent('click', true, true)
  cells[5]!.dispatchEvent(click)
  const key = document.createEvent('Event')
  key.initEvent('keydown', true, true)
  Object.assign(key, { key: 'Enter' })
  cells[1]!.dispatchEvent(key)
  expect(chosen).toEqual([
    [1, 2],
    [0, 1],
  ])
  expect(svg.getAttribute('role')).toBe('group')
})

test('columns carry numbers where names do not fit, and the rows say which', () => {
  const long = ['benign', 'lateral movement by remote services', 'exfiltration']
  const svg = confusionFigure({ classes: long, confusion }, { document, width: 260 })
  expect(text(svg)).toMatch(/benign {2}1/)
  expect(text(svg)).toMatch(/lateral movement\S* ?\S*… {2}2/)
})

test('undefined numbers are drawn as a dash or left out, never as 0', () => {
  const f1 = text(figures['classF1']!())
  expect(f1).toContain('–')
  const areas = [{ name: 'E1', curve: { x: [], y: [] }, area: null, prevalence: 0 }]
  expect(text(rocFigure(areas, { document }))).toContain('E1  AUC –')
})

test('a precision-recall curve has the floor of its prevalence', () => {
  const svg = figures['pr']!()
  expect(svg.querySelector('[data-mark="rule"]')).not.toBeNull()
  expect(svg.querySelector('desc')!.textContent).toMatch(/over a floor of 20\.0/)
})
