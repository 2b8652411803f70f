/** How a joint system's gate came to its weights: mean weight of each expert by epoch, with its spread over events. */
import * as Plot from '@observablehq/plot'
import type { WeightSpread } from '../contract/evaluation.ts'
import { draw, gridOf } from './figure.ts'
import type { FigureOptions } from './figure.ts'
import { decimal } from './format.ts'
import { labelRoom } from './labels.ts'
import { color, seriesStyle } from './theme.ts'

export interface GateEpochs {
  experts: readonly string[]
  epochs: readonly { epoch: number; experts: readonly WeightSpread[] }[]
}

/** A line per expert; its band is one standard deviation either way. */
export function gateHistoryFigure(data: GateEpochs, options: FigureOptions = {}): SVGSVGElement {
  const { experts, epochs } = data
  const width = options.width ?? 480
  const marks = experts.flatMap((name, e) => expertMarks(name, e, data))
  return draw(
    {
      width,
      height: Math.min(280, width * 0.62),
      marginLeft: 46,
      marginTop: 24,
      marginRight: labelRoom(experts, 20),
      marginBottom: 38,
      x: { label: 'epoch', labelArrow: 'none', tickFormat: 'd', interval: 1, ticks: 8 },
      y: { label: 'gate weight', labelArrow: 'none', domain: [0, 1], ticks: 5 },
      marks: [gridOf('y'), ...marks],
    },
    options,
    'Gate weights by epoch',
    experts
      .map((name, e) => {
        const mean = (at: number) => decimal(epochs.at(at)?.experts[e]?.mean)
        return `${name}: ${mean(0)} to ${mean(-1)}`
      })
      .join('; '),
  )
}

function expertMarks(name: string, e: number, { epochs }: GateEpochs): Plot.Markish[] {
  const { stroke, dash } = seriesStyle(e)
  const points = epochs.flatMap(({ epoch, experts }) => {
    const one = experts[e]
    if (!one) return []
    const [low, high] = [Math.max(0, one.mean - one.deviation), Math.min(1, one.mean + one.deviation)]
    return [{ epoch, ...one, low, high }]
  })
  type Point = (typeof points)[number]
  return [
    Plot.areaY(points, { x: 'epoch', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.14 }),
    Plot.line(points, { x: 'epoch', y: 'mean', stroke, strokeDasharray: dash, strokeWidth: 1.8 }),
    Plot.dot(points, {
      x: 'epoch',
      y: 'mean',
      r: points.length > 1 ? 1.5 : 3,
      fill: stroke,
      title: (p: Point) =>
        `${name}, epoch ${p.epoch}: ${decimal(p.mean)} ± ${decimal(p.deviation)}, ${decimal(p.min)} to ${decimal(p.max)}`,
    }),
    Plot.text(points.slice(-1), {
      x: 'epoch',
      y: 'mean',
      text: () => name,
      fill: stroke,
      stroke: color('paper'),
      strokeWidth: 4,
      textAnchor: 'start',
      dx: 7,
      fontWeight: 600,
    }),
  ]
}
