/** Labels of figures: short enough, with room beside them, and numbered where names do not fit across. */
import * as Plot from '@observablehq/plot'
import { color } from './theme.ts'

/** Shortens a label so that it fits beside a figure. */
export function short(label: string, most = 20): string {
  return label.length <= most ? label : `${label.slice(0, most - 1)}…`
}

/** Room for labels of this length at 11 px, in pixels. */
export function labelRoom(labels: readonly string[], most = 20): number {
  return 14 + 6.3 * Math.max(3, ...labels.map((label) => short(label, most).length))
}

/**
 * One axis of a matrix of classes. Where the names are too long to stand above the columns, columns carry numbers, and
 * the names of the rows carry the same numbers.
 */
export function matrixAxis(
  names: readonly string[],
  anchor: 'top' | 'left',
  keyed: boolean,
): Plot.ScaleOptions {
  const number = (index: number) => `${index + 1}`
  const name = (index: number) => short(names[index] ?? '', 20)
  const keyedName = anchor === 'top' ? number : (index: number) => `${name(index)}  ${number(index)}`
  return {
    domain: names.map((_, index) => index),
    axis: anchor,
    label: null,
    tickFormat: keyed ? keyedName : name,
    tickSize: 0,
    padding: 0,
  }
}

/** Least room at the left of a matrix, so that the words in its corner fit. */
export const CORNER = 108

/** Says what runs down and what runs across, in the corner between the labels of a matrix. */
export function cornerLabel(text: string): Plot.Markish {
  return Plot.text([text], {
    frameAnchor: 'top-left',
    textAnchor: 'end',
    dx: -9,
    dy: -14,
    fill: color('muted'),
    fontSize: 10,
  })
}
