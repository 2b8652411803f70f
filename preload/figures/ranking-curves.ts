/** ROC and precision-recall curves of one or more results, each with what a coin would score. */
import * as Plot from '@observablehq/plot'
import type { Curve } from '../contract/evaluation.ts'
import { axisPercent, draw, gridOf } from './figure.ts'
import type { FigureOptions } from './figure.ts'
import { decimal, percent } from './format.ts'
import { color, seriesStyle } from './theme.ts'

export interface RankingCurve {
  name: string
  curve: Curve
  /** ROC-AUC or PR-AUC, computed from all rows, not from the thinned curve. */
  area: number | null
  /** Share of attacks among the rows: the floor of a precision-recall curve. */
  prevalence: number
}

interface Point {
  x: number
  y: number
}

/** Recall against false-positive rate; the diagonal is a coin. */
export function rocFigure(curves: readonly RankingCurve[], options: FigureOptions = {}): SVGSVGElement {
  const coin = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ]
  const marks = [Plot.line(coin, { x: 'x', y: 'y', stroke: color('muted'), strokeDasharray: '2 3' })]
  const name = 'ROC curves of the attack score'
  return draw(
    square(options, 'false-positive rate', 'recall', [
      ...marks,
      ...lines(curves, 'linear'),
      ...key(curves, 'AUC'),
    ]),
    options,
    name,
    `${name}: ${curves.map((c) => `${c.name} has an area of ${decimal(c.area)}`).join('; ')}. A coin has 0.5.`,
  )
}

/** Precision against recall; the dotted line of each result is its prevalence, the precision of a coin. */
export function prFigure(curves: readonly RankingCurve[], options: FigureOptions = {}): SVGSVGElement {
  const floors = curves.map((c, i) =>
    Plot.ruleY([c.prevalence], { stroke: seriesStyle(i).stroke, strokeDasharray: '2 3' }),
  )
  const name = 'Precision-recall curves of the attack score'
  return draw(
    square(options, 'recall', 'precision', [
      ...floors,
      ...lines(curves, 'step-before'),
      ...key(curves, 'AP'),
    ]),
    options,
    name,
    `${name}: ${curves
      .map((c) => `${c.name} has an area of ${decimal(c.area)} over a floor of ${percent(c.prevalence)}`)
      .join('; ')}.`,
  )
}

function square(options: FigureOptions, x: string, y: string, marks: Plot.Markish[]): Plot.PlotOptions {
  const width = options.width ?? 360
  const axis = { domain: [0, 1], ticks: 5, tickFormat: axisPercent, labelArrow: 'none' } as const
  return {
    width,
    height: width * 0.86,
    marginLeft: 46,
    marginTop: 24,
    marginRight: 14,
    marginBottom: 38,
    x: { ...axis, label: x },
    y: { ...axis, label: y },
    marks: [gridOf('x'), gridOf('y'), ...marks],
  }
}

/** Later curves are thinner, so that one that lies on another does not hide it. */
function lines(curves: readonly RankingCurve[], curve: 'linear' | 'step-before'): Plot.Markish[] {
  return curves.map((c, i) => {
    const { stroke, dash } = seriesStyle(i)
    const points: Point[] = c.curve.x.map((x, j) => ({ x, y: c.curve.y[j] ?? 0 }))
    const strokeWidth = 1.6 + 0.9 * (curves.length - 1 - i)
    return Plot.line(points, { x: 'x', y: 'y', stroke, strokeDasharray: dash, strokeWidth, curve })
  })
}

/** Names and areas in the lower right, where a good curve leaves room (PR curves too: they end low only when bad). */
function key(curves: readonly RankingCurve[], area: string): Plot.Markish[] {
  return curves.map((c, i) =>
    Plot.text([`${c.name}  ${area} ${decimal(c.area)}`], {
      frameAnchor: 'bottom-right',
      dx: -6,
      dy: -6 - 15 * (curves.length - 1 - i),
      fill: seriesStyle(i).stroke,
      stroke: color('paper'),
      strokeWidth: 4,
      fontWeight: 600,
      fontVariant: 'tabular-nums',
    }),
  )
}
