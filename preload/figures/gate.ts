/** What the gate does: mean weight by class and expert, load per expert, and the threshold sweep. */
import * as Plot from '@observablehq/plot'
import type { ProtocolResult } from '../contract/evaluation.ts'
import { axisPercent, draw, gridOf } from './figure.ts'
import type { FigureOptions } from './figure.ts'
import { count, decimal, percent } from './format.ts'
import { CORNER, cornerLabel, labelRoom, matrixAxis, short } from './labels.ts'
import { color, inkOn, seriesStyle, shade } from './theme.ts'

export interface GateWeights {
  /** True classes down. */
  classes: readonly string[]
  /** Experts across. */
  experts: readonly string[]
  /** meanWeight[class][expert], 0 to 1. */
  meanWeight: readonly (readonly number[])[]
}

/** Heat map: a sound gate is dark on the diagonal only. */
export function gateWeightsFigure(data: GateWeights, options: FigureOptions = {}): SVGSVGElement {
  const { classes, experts, meanWeight } = data
  const cells = meanWeight.flatMap((line, c) => line.map((weight, e) => ({ c, e, weight })))
  const width = options.width ?? 420
  const left = Math.max(CORNER, labelRoom(classes, 20) + 18)
  const side = Math.max(14, Math.min(64, (width - left - 8) / experts.length))
  const keyed = experts.some((name) => name.length * 6.2 > side)
  const height = Math.min(side, classes.length > 8 ? 24 : 40)
  type Item = (typeof cells)[number]
  const text = {
    x: 'e',
    y: 'c',
    text: (d: Item) => decimal(d.weight, 2),
    fill: (d: Item) => inkOn(d.weight),
  } as const
  return draw(
    {
      width: left + side * experts.length + 8,
      height: 40 + height * classes.length + 8,
      marginLeft: left,
      marginTop: 40,
      marginRight: 8,
      marginBottom: 8,
      x: matrixAxis(experts, 'top', keyed),
      y: matrixAxis(classes, 'left', keyed),
      color: { type: 'identity' },
      marks: [
        Plot.cell(cells, {
          x: 'e',
          y: 'c',
          fill: (d: Item) => shade('series-3', 0.04 + 0.94 * d.weight),
          inset: 1,
          rx: 2,
          title: (d: Item) =>
            `${classes[d.c] ?? ''}: expert ${experts[d.e] ?? ''} weighs ${decimal(d.weight)} on average`,
        }),
        ...(experts.length > 10 ? [] : [Plot.text(cells, { ...text, fontSize: 10 })]),
        cornerLabel('class ↓ / expert →'),
      ],
    },
    options,
    'Mean gate weight by class and expert',
    classes
      .map(
        (name, c) =>
          `${name}: ${experts.map((e, i) => `${e} ${decimal(meanWeight[c]?.[i], 2)}`).join(', ')}.`,
      )
      .join(' '),
  )
}

export interface LoadBar {
  expert: string
  /** Share of rows for which the gate ranks it first. */
  load: number
  /** Share of rows that are of its class. */
  share: number
}

/** Load of each expert as a bar, the share of its class as a mark: a sound gate ends near the mark. */
export function loadFigure(bars: readonly LoadBar[], options: FigureOptions = {}): SVGSVGElement {
  const names = bars.map((bar) => bar.expert)
  const title = (bar: LoadBar) =>
    `${bar.expert}: ranked first on ${percent(bar.load)} of events, ${percent(bar.share)} are of its class`
  return draw(
    {
      width: options.width ?? 420,
      height: 44 + 24 * bars.length,
      marginLeft: labelRoom(names, 20),
      marginRight: 46,
      marginTop: 6,
      marginBottom: 38,
      x: {
        domain: [0, 1],
        label: 'share of test events',
        labelArrow: 'none',
        tickFormat: axisPercent,
        ticks: (options.width ?? 420) < 380 ? 3 : 5,
      },
      y: { domain: names, label: null, tickFormat: (name: string) => short(name, 20), tickSize: 0 },
      marks: [
        gridOf('x'),
        Plot.barX(bars, {
          x: 'load',
          y: 'expert',
          fill: color('series-3'),
          insetTop: 3,
          insetBottom: 3,
          rx: 1,
          title,
        }),
        Plot.tickX(bars, { x: 'share', y: 'expert', stroke: color('ink'), strokeWidth: 2, title }),
        Plot.text(bars, {
          x: (bar: LoadBar) => Math.max(bar.load, bar.share),
          y: 'expert',
          text: (bar: LoadBar) => percent(bar.load),
          textAnchor: 'start',
          dx: 6,
          fill: color('ink'),
        }),
      ],
    },
    options,
    'Load of each expert',
    `${bars.map(title).join('; ')}.`,
  )
}

type Sweep = ProtocolResult['gate']['sweep']

/** Macro F1, attack recall, attack precision and active experts against the gating threshold. */
export function sweepFigure(
  sweep: Sweep,
  options: FigureOptions & { threshold?: number; experts?: number } = {},
): SVGSVGElement {
  const most = Math.max(1, options.experts ?? 0, ...sweep.map((point) => point.meanActive))
  const series: [string, (point: Sweep[number]) => number | null][] = [
    ['macro F1', (point) => point.macroF1],
    ['attack recall', (point) => point.attackRecall],
    ['attack precision', (point) => point.attackPrecision],
    [`active experts / ${decimal(most, most % 1 === 0 ? 0 : 1)}`, (point) => point.meanActive / most],
  ]
  const width = options.width ?? 480
  const marks = series.flatMap(([, value], i) => {
    const { stroke } = seriesStyle(i)
    const points = sweep.filter((point) => value(point) !== null)
    const dash = i === 3 ? '2 3' : ''
    return Plot.line(points, { x: 'threshold', y: value, stroke, strokeDasharray: dash, strokeWidth: 1.8 })
  })
  const at = sweep.find((point) => point.threshold >= (options.threshold ?? 0.5) - 1e-9)
  return draw(
    {
      width,
      height: Math.min(280, width * 0.62),
      marginLeft: 46,
      marginTop: 48,
      marginRight: 16,
      marginBottom: 38,
      x: { domain: [0, 1], label: 'gating threshold', labelArrow: 'none', ticks: 6 },
      y: { domain: [0, 1], label: null, tickFormat: axisPercent, ticks: 5 },
      marks: [
        gridOf('y'),
        ...(options.threshold === undefined
          ? []
          : [Plot.ruleX([options.threshold], { stroke: color('ink'), strokeWidth: 1.2 })]),
        ...marks,
        ...sweepKey(
          series.map(([name]) => name),
          width,
        ),
      ],
    },
    options,
    'Metrics by gating threshold',
    at
      ? `At threshold ${decimal(at.threshold, 2)}: macro F1 ${percent(at.macroF1)}, attack recall ${percent(at.attackRecall)}, attack precision ${percent(at.attackPrecision)}, ${decimal(at.meanActive, 2)} experts active, ${count(at.silent)} events silent.`
      : 'No points.',
  )
}

/** Names above the plot, two by two, in the colors of their lines. */
function sweepKey(names: readonly string[], width: number): Plot.Markish[] {
  return names.map((name, i) =>
    Plot.text([name], {
      frameAnchor: 'top-left',
      dx: i % 2 === 0 ? 0 : Math.min(150, width * 0.4),
      dy: i < 2 ? -36 : -21,
      fill: seriesStyle(i).stroke,
      fontWeight: 600,
    }),
  )
}
