/** F1 of each class in each protocol: what an average hides. */
import * as Plot from '@observablehq/plot'
import { axisPercent, draw, gridOf } from './figure.ts'
import type { FigureOptions } from './figure.ts'
import { percent } from './format.ts'
import { labelRoom, short } from './labels.ts'
import { color, seriesStyle } from './theme.ts'

export interface ClassF1 {
  protocol: string
  class: string
  /** null: the class is neither there nor called. */
  f1: number | null
}

/** Grouped bars, classes down; a class of which nothing is found shows an empty row with its 0 written out. */
export function classF1Figure(bars: readonly ClassF1[], options: FigureOptions = {}): SVGSVGElement {
  const protocols = [...new Set(bars.map((bar) => bar.protocol))]
  const classes = [...new Set(bars.map((bar) => bar.class))]
  const stroke = (bar: ClassF1) => seriesStyle(protocols.indexOf(bar.protocol)).stroke
  const known = bars.filter((bar) => bar.f1 !== null)
  const title = (bar: ClassF1) => `${bar.protocol}, ${bar.class}: F1 ${percent(bar.f1)}`
  const left = labelRoom(classes, 22)
  const ticks = (options.width ?? 480) < 400 ? 3 : 5
  return draw(
    {
      width: options.width ?? 480,
      height: 48 + classes.length * (protocols.length * 15 + 12),
      marginLeft: left + 24,
      marginRight: 50,
      marginTop: 6,
      marginBottom: 38,
      x: { domain: [0, 1], label: 'F1', labelArrow: 'none', tickFormat: axisPercent, ticks },
      y: { domain: protocols, label: null, axis: null, padding: 0.15 },
      fy: { domain: classes, label: null, axis: null, padding: 0.14 },
      color: { type: 'identity' },
      marks: [
        gridOf('x'),
        Plot.axisFy({
          anchor: 'left',
          label: null,
          tickFormat: (name: string) => short(name, 22),
          dx: -24,
          fill: color('ink'),
          fontWeight: 600,
          textAnchor: 'end',
        }),
        Plot.barX(known, { fy: 'class', y: 'protocol', x: 'f1', fill: stroke, rx: 1, title }),
        Plot.text(bars, { ...beside, text: (bar: ClassF1) => percent(bar.f1), fill: color('ink') }),
        Plot.text(bars, {
          fy: 'class',
          y: 'protocol',
          x: 0,
          text: 'protocol',
          dx: -6,
          textAnchor: 'end',
          fill: stroke,
        }),
      ],
    },
    options,
    'F1 by class and protocol',
    `${bars.map(title).join('; ')}.`,
  )
}

const beside = {
  fy: 'class',
  y: 'protocol',
  x: (bar: ClassF1) => bar.f1 ?? 0,
  textAnchor: 'start',
  dx: 5,
  fontSize: 10,
} as const
