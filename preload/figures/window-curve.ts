/** What a labeling window catches as it grows: labels, alerts with events, and how many labels are wrong, with the cliffs. */
import * as Plot from '@observablehq/plot'
import { axisPercent, draw, gridOf } from './figure.ts'
import type { FigureOptions } from './figure.ts'
import { duration, percent } from './format.ts'
import { color } from './theme.ts'

export interface WindowPoint {
  /** Length of the window's growing side, microseconds. */
  length: number
  /** Shares of 0 to 1: events labeled, alerts with events; null where there is no truth. */
  labeled: number
  matched: number
  doubtful: number
  right: number | null
  low: number | null
  high: number | null
  /** Of the malicious events, those labeled rightly, with the interval of that; null where there is no truth. */
  found: number | null
  foundLow: number | null
  foundHigh: number | null
}

export interface WindowCurve {
  points: readonly WindowPoint[]
  cliffs: readonly { from: number; to: number }[]
  /** Where the rule in hand is. */
  here: number
  suggested: number | null
  /** What grows, e.g. `after the alert`. */
  side: string
  byTruth: boolean
}

const LINES = [
  ['labeled', 'events labeled', 'series-1'],
  ['matched', 'alerts with events', 'series-3'],
] as const

const FOUND = color('series-5')

/** Steps of the axis are even, so that short windows, where things happen, have room. */
export function windowCurveFigure(curve: WindowCurve, options: FigureOptions = {}): SVGSVGElement {
  const { points, cliffs, byTruth } = curve
  const place = (length: number): number => nearest(points, length)
  const last = points.length - 1
  const ticks = ticksOf(points)
  const quality = byTruth ? ('right' as const) : ('doubtful' as const)
  const qualityColor = color(byTruth ? 'series-4' : 'wrong')
  const at = (_: WindowPoint, i: number): number => i
  const known = points.map((point, i) => ({ ...point, i })).filter((point) => point[quality] !== null)
  return draw(
    {
      width: options.width ?? 560,
      height: 260,
      marginLeft: 44,
      marginRight: 12,
      marginTop: 26,
      marginBottom: 34,
      x: {
        domain: [0, last],
        ticks: [...ticks.keys()],
        tickFormat: (i: number) => duration(ticks.get(i) ?? 0).replaceAll('\u00a0', ' '),
        label: curve.side,
        labelArrow: 'none',
      },
      y: { domain: [0, 1], ticks: 5, tickFormat: axisPercent, label: null },
      marks: [
        gridOf('y'),
        Plot.rectX(
          cliffs.map((cliff) => ({ x1: place(cliff.from), x2: place(cliff.to) })),
          {
            x1: 'x1',
            x2: 'x2',
            fill: color('wrong'),
            fillOpacity: 0.14,
          },
        ),
        Plot.text(
          cliffs.map((cliff) => ({ x: place(cliff.from) })),
          {
            x: 'x',
            frameAnchor: 'top',
            dy: -12,
            text: () => 'cliff',
            fill: color('wrong'),
            fontWeight: 600,
            textAnchor: 'start',
          },
        ),
        ...(byTruth
          ? [
              band(known, 'low', 'high', qualityColor),
              band(known, 'foundLow', 'foundHigh', FOUND),
              Plot.line(known, { x: 'i', y: 'found', stroke: FOUND, strokeWidth: 2.2 }),
            ]
          : []),
        ...LINES.map(([name, , series]) =>
          Plot.line(points, { x: at, y: name, stroke: color(series), strokeWidth: 1.6 }),
        ),
        Plot.line(known, { x: 'i', y: quality, stroke: qualityColor, strokeWidth: 2.2 }),
        Plot.ruleX([place(curve.here)], { stroke: color('ink'), strokeWidth: 1.2 }),
        ...(curve.suggested === null
          ? []
          : [Plot.ruleX([place(curve.suggested)], { stroke: color('ink'), strokeDasharray: '3 3' })]),
      ],
    },
    options,
    `What the window catches as it grows ${curve.side}`,
    describe(curve),
  )
}

/** An interval around a line, where it is known. */
function band(
  points: readonly (WindowPoint & { i: number })[],
  low: Ends,
  high: Ends,
  fill: string,
): Plot.Markish {
  const told = points.filter((point) => point[low] !== null && point[high] !== null)
  return Plot.areaY(told, { x: 'i', y1: low, y2: high, fill, fillOpacity: 0.18 })
}

type Ends = 'low' | 'high' | 'foundLow' | 'foundHigh'

/** The lines of the figure with their colors, for a key beside it. */
export function windowCurveKey(byTruth: boolean): { name: string; color: string; what: string }[] {
  const quality = byTruth
    ? { name: 'right', color: color('series-4'), what: 'labels right by truth' }
    : { name: 'doubtful', color: color('wrong'), what: 'labels doubtful' }
  const lines = LINES.map(([name, what, series]) => ({ name, color: color(series), what }))
  const found = { name: 'found', color: FOUND, what: 'malicious events found' }
  return byTruth ? [...lines, quality, found] : [...lines, quality]
}

function nearest(points: readonly WindowPoint[], length: number): number {
  let best = 0
  points.forEach((point, i) => {
    if (Math.abs(point.length - length) < Math.abs(points[best]!.length - length)) best = i
  })
  return best
}

/** Places on the axis with the lengths that stand there, near enough. */
function ticksOf(points: readonly WindowPoint[]): Map<number, number> {
  const wanted = [0, 10e6, 60e6, 300e6, 1800e6, 4 * 3600e6, 86_400e6]
  const shown = wanted.filter((at) => at <= (points.at(-1)?.length ?? 0))
  return new Map(shown.map((at) => [nearest(points, at), at]))
}

function describe({ points, cliffs, here, byTruth }: WindowCurve): string {
  const at = points[nearest(points, here)]
  const quality = byTruth
    ? `${percent(at?.right)} of them right, ${percent(at?.found)} of the malicious events found`
    : `${percent(at?.doubtful)} of them doubtful`
  const marks = cliffs.map(({ from, to }) => `a cliff from ${duration(from)} to ${duration(to)}`)
  return `At the rule in hand ${percent(at?.labeled)} of the events are labeled, ${quality}, and ${percent(at?.matched)} of the alerts have events. ${marks.length > 0 ? `There is ${marks.join(' and ')}.` : 'There is no cliff.'}`
}
