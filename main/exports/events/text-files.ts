/** Writes blocks as lines of text, some at a time. */
import type { ColumnData } from '../../case/evidence/chunks.ts'
import { breathe } from './blocks.ts'
import type { OutColumn } from './columns.ts'
import { csvCells, csvHead } from './csv.ts'
import { jsonMembers } from './ndjson.ts'
import type { OutFile } from './out-file.ts'
import type { Rows } from './rows.ts'

/** Lines between two looks at the cancel signal. */
const PIECE = 1024

export async function writeCsv(out: OutFile, rows: Rows): Promise<void> {
  out.write(csvHead(rows.columns))
  await writeLines(out, rows, csvCells, (cells) => `${cells.join(',')}\n`)
}

export function writeNdjson(out: OutFile, rows: Rows): Promise<void> {
  return writeLines(out, rows, jsonMembers, (members) => `{${members.join('').slice(0, -1)}}\n`)
}

async function writeLines(
  out: OutFile,
  rows: Rows,
  format: (column: OutColumn, data: ColumnData) => (row: number) => string,
  line: (cells: string[]) => string,
): Promise<void> {
  for await (const block of rows.blocks(0)) {
    const cells = block.data.map((data, i) => format(rows.columns[i]!, data))
    for (let first = 0; first < block.rows; first += PIECE) {
      let piece = ''
      const end = Math.min(block.rows, first + PIECE)
      for (let row = first; row < end; row++) piece += line(cells.map((cell) => cell(row)))
      out.write(piece)
      await breathe(rows.signal)
    }
  }
}
