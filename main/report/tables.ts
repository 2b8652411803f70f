/** Tables as in print: rules above, below and under the head; numbers to the right. */
import { html } from './html.ts'
import type { Html, Piece } from './html.ts'

export interface Column<Row> {
  head: Piece
  cell(row: Row, index: number): Piece
  /** Numbers stand right; text left is the default. */
  number?: boolean
  /** Class of the column's cells, e.g. `chosen`. */
  tone?: string
  /** Heads the row, for screen readers. */
  header?: boolean
}

/**
 * @param options.caption what the table shows; read out, and printed above it
 * @param options.rowClass class of a row, e.g. `muted` or `chosen`
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: { caption?: Piece; rowClass?(row: Row): string } = {},
): Html {
  return html`<div class="scroll">
    <table>
      ${
        options.caption
          ? html`<caption>
              ${options.caption}
            </caption>`
          : null
      }
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${kindOf(column)}">${column.head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, i) =>
            html`<tr class="${options.rowClass?.(row) ?? ''}">
              ${columns.map((column) => cellOf(column, row, i))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function cellOf<Row>(column: Column<Row>, row: Row, index: number): Html {
  const value = column.cell(row, index)
  const kind = kindOf(column)
  if (column.header) return html`<th scope="row" class="${kind}">${value}</th>`
  return html`<td class="${kind}">${value}</td>`
}

function kindOf<Row>(column: Column<Row>): string {
  return [column.number ? 'number' : '', column.tone ?? ''].join(' ').trim()
}

/** Name and value pairs. */
export function pairs(entries: readonly (readonly [Piece, Piece])[]): Html {
  return html`<dl class="pairs">
    ${entries.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}

/** A hash or another exact string, in a fixed-width face that may break anywhere. */
export function exact(text: string): Html {
  return html`<code class="hash">${text}</code>`
}
