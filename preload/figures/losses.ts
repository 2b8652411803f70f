/**
 * Training curves: loss by epoch for each network of one regime, training solid, validation dotted. By rounds for boosted trees; of an
 * expert for the unknown, how unlikely it finds benign rows with each size of mixture that was tried.
 */
import * as Plot from '@observablehq/plot'
import type { LossPoint } from '../contract/jobs.ts'
import { draw, gridOf } from './figure.ts'
import type { FigureOptions } from './figure.ts'
import { decimal } from './format.ts'
import { labelRoom, short } from './labels.ts'
import { color, seriesStyle } from './theme.ts'

/** @param losses points of one regime; networks keep the order in which they come */
export function lossFigure(losses: readonly LossPoint[], options: FigureOptions = {}): SVGSVGElement {
  const networks = [...Map.groupBy(losses, (point) => point.network)]
  const names = networks.map(([name]) => name)
  const width = options.width ?? 480
  const counts = losses[0]?.counts
  const marks = networks.flatMap(([name, points], i) => networkMarks(name, points, i))
  return draw(
    {
      width,
      height: options.width ? Math.min(280, width * 0.62) : 280,
      marginLeft: 46,
      marginTop: 24,
      marginRight: labelRoom(names, 20),
      marginBottom: 38,
      x: { ...axisOf(losses), labelArrow: 'none', tickFormat: 'd' },
      y: {
        label: counts === 'components' ? '−log likelihood' : 'loss',
        labelArrow: 'none',
        ticks: 5,
        // A loss that is always 0 has no scale of its own; a likelihood has no zero to be seen from.
        ...(losses.some((point) => point.train !== 0)
          ? { zero: counts !== 'components', nice: true }
          : { domain: [0, 1] }),
      },
      marks: [gridOf('y'), ...marks, ...endLabels(networks, width)],
    },
    options,
    'Training curves',
    networks
      .map(([name, points]) => `${name}: ${decimal(points[0]?.train)} to ${decimal(points.at(-1)?.train)}`)
      .join('; '),
  )
}

/** Sizes of mixtures double, and only those that were tried are marked. */
function axisOf(losses: readonly LossPoint[]): Plot.ScaleOptions {
  const [first] = losses
  if (first?.counts === 'components') {
    const tried = [...new Set(losses.map(({ epoch }) => epoch))]
    return { label: 'components of the mixture', type: 'log', base: 2, ticks: tried }
  }
  return { label: first?.counts === 'rounds' ? 'round' : 'epoch', interval: 1, ticks: 8 }
}

/** What the horizontal axis counts, in a word. */
export function unitOf(losses: readonly LossPoint[]): string {
  const counts = losses[0]?.counts
  return counts === 'rounds' ? 'round' : counts === 'components' ? 'size of mixture' : 'epoch'
}

function networkMarks(name: string, points: readonly LossPoint[], index: number): Plot.Markish[] {
  const { stroke, dash } = seriesStyle(index)
  const validated = points.filter((point) => point.validation !== null)
  const place = { x: 'epoch', stroke, curve: 'monotone-x' } as const
  return [
    Plot.line(validated, { ...place, y: 'validation', strokeDasharray: '1 3', strokeWidth: 1.2 }),
    Plot.line(points, { ...place, y: 'train', strokeDasharray: dash, strokeWidth: 1.8 }),
    Plot.dot(points, {
      x: 'epoch',
      y: 'train',
      r: points.length > 1 ? 1.5 : 3,
      fill: stroke,
      title: (p: LossPoint) =>
        `${name}, ${unitOf([p])} ${p.epoch}: ${decimal(p.train, 4)}, validation ${decimal(p.validation, 4)}`,
    }),
  ]
}

/** Names at the ends of the lines, pushed apart so that they do not overlap. */
function endLabels(networks: readonly [string, readonly LossPoint[]][], width: number): Plot.Markish[] {
  const all = networks.flatMap(([, points]) => points.flatMap((p) => [p.train, p.validation ?? p.train]))
  const top = Math.max(1e-9, Math.max(0, ...all) - Math.min(0, ...all))
  const gap = (top * 13) / Math.max(60, Math.min(280, width * 0.62) - 62)
  const ends = networks
    .map(([name, points], i) => ({
      name,
      i,
      epoch: points.at(-1)?.epoch ?? 0,
      at: points.at(-1)?.train ?? 0,
    }))
    .sort((a, b) => a.at - b.at)
  let free = -Infinity
  return ends.map((end) => {
    const y = Math.max(end.at, free)
    free = y + gap
    return Plot.text([{ ...end, y }], {
      x: 'epoch',
      y: 'y',
      text: () => short(end.name, 20),
      fill: seriesStyle(end.i).stroke,
      stroke: color('paper'),
      strokeWidth: 4,
      textAnchor: 'start',
      dx: 7,
      fontWeight: 600,
    })
  })
}
