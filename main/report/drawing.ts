/** Figures of preload/figures as inline SVG, drawn in a document without a window. */
import domino from 'domino'
import { html, trusted } from './html.ts'
import type { Html, Piece } from './html.ts'

const paper = domino.createDocument()

/**
 * A figure with its caption.
 * @param draw gets the document to draw in; text it puts in is escaped when the figure is written out
 */
export function figure(draw: (document: Document) => SVGSVGElement, caption: Piece): Html {
  const svg = draw(paper)
  return html`<figure>
    ${trusted(svg.outerHTML)}
    <figcaption>${caption}</figcaption>
  </figure>`
}
