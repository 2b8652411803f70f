/**
 * HTML from templates in which everything is escaped that is not itself such a template.
 *
 * Escaped text is safe between tags and inside quoted attributes; templates must quote their attributes. Characters that
 * cannot be seen but change what is seen (controls, bidirectional overrides) are written out, e.g. `⟨U+202E⟩`: a report
 * must show what the data holds, not what the data wants to be shown.
 */
import { visible } from '../../preload/figures/visible.ts'

/** Text that is HTML already. Only `html` and `trusted` make it. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Piece = Html | string | number | null | undefined | false | readonly Piece[]

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Text made safe for element content and quoted attributes. */
export function escape(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (c) => ENTITIES[c] ?? c)
}

/** Template tag: what is put in is escaped, unless it is HTML. null, undefined and false vanish; lists are joined. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(parts.map((part, i) => (i === 0 ? part : render(pieces[i - 1]) + part)).join(''))
}

/** HTML made by code of ours from escaped parts, such as a serialized figure. Never for data. */
export function trusted(text: string): Html {
  return new Html(text)
}

function render(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'string' || typeof piece === 'number') return escape(String(piece))
  return piece.map(render).join('')
}
