/** What every figure shares: the document it is drawn in, its type, its name for those who cannot see it. */
import * as Plot from '@observablehq/plot'
import { color } from './theme.ts'

export interface FigureOptions {
  /** Where there is no window (the report), the document to make elements with. */
  document?: Document
  /** CSS pixels; the figure shrinks with its container. */
  width?: number
  /** Name for screen readers; each figure has its own default. */
  title?: string
}

const FONT = 'var(--figure-font, ui-sans-serif, system-ui, "Segoe UI", sans-serif)'
// Set as an attribute, since the document of the report has no writable `style`.
const STYLE = `color: ${color('ink')}; font-family: ${FONT}; font-size: 11px; overflow: visible; --plot-background: ${color('paper')};`
const SVG = 'http://www.w3.org/2000/svg'

/**
 * Draws a plot as an SVG image with a name and a description.
 * @param description what the figure shows, in words and numbers, for those who cannot see it
 */
export function draw(
  plot: Plot.PlotOptions,
  options: FigureOptions,
  title: string,
  description: string,
): SVGSVGElement {
  const { document } = options
  const name = options.title ?? title
  const svg = Plot.plot({
    ...plot,
    ...(document && { document }),
  }) as unknown as SVGSVGElement
  svg.setAttribute('style', STYLE)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', name)
  nameMarks(svg)
  const desc = svg.ownerDocument.createElementNS(SVG, 'desc')
  desc.textContent = description
  svg.insertBefore(desc, svg.firstChild)
  return svg
}

/** Plot names its groups with aria-label, which ARIA does not allow on an element without a role. */
function nameMarks(svg: SVGSVGElement): void {
  for (const group of svg.querySelectorAll('g[aria-label]')) {
    group.setAttribute('data-mark', group.getAttribute('aria-label') ?? '')
    group.removeAttribute('aria-label')
  }
}

/** A horizontal or vertical grid in the theme's color. */
export function gridOf(axis: 'x' | 'y', ticks = 5): Plot.Markish {
  const options = { stroke: color('grid'), strokeOpacity: 1, ticks }
  return axis === 'x' ? Plot.gridX(options) : Plot.gridY(options)
}

/** 0.25 → `25 %`: for axes. */
export function axisPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}
