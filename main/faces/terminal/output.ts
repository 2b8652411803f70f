/**
 * What commands print. Results go to stdout: text for people, or exactly one JSON document with `--json`. Everything else goes to
 * stderr. Problems are told as `error: what (where)` with the advice below, or as `{"error": …}`.
 */
import { visible } from '../../../preload/figures/visible.ts'
import { placeText, type ProblemShape } from '../../../preload/contract/problem.ts'

export interface Output {
  readonly json: boolean
  /** The command's result: `text` for people, `document` for programs. */
  result(document: object, text: string): void
  problem(problem: ProblemShape): void
}

export function createOutput(json: boolean): Output {
  return {
    json,
    result(document, text) {
      process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${visible(text)}\n`)
    },
    problem(problem) {
      if (json) process.stdout.write(`${JSON.stringify({ error: problem }, null, 2)}\n`)
      else process.stderr.write(visible(problemText(problem)))
    },
  }
}

export function problemText({ message, where, advice }: ProblemShape): string {
  const place = placeText(where)
  // A message that names its file already is not told it twice.
  const shown = place && !message.includes(place) ? ` (${place})` : ''
  return `error: ${message.replace(/\.$/, shown ? '' : '.')}${shown}\n${advice ? `  ${advice}\n` : ''}`
}

/** Columns padded to their widest cell; numbers to the right. Every row has the length of the head. */
export function table(head: string[], rows: (string | number)[][]): string {
  const cells = [head, ...rows.map((row) => row.map((cell) => oneLine(String(cell))))]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const right = head.map((_, column) => rows.length > 0 && rows.every((row) => isNumeric(row[column])))
  const line = (row: string[]): string =>
    row
      .map((cell, column) =>
        right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.slice(1).map(line)].join(
    '\n',
  )
}

/** A name with line breaks must not break the table. */
function oneLine(cell: string): string {
  return visible(cell.replaceAll('\n', '\\n'))
}

function isNumeric(cell: string | number | undefined): boolean {
  return typeof cell === 'number' || /^(–|[\d.,]+ ?%?)$/.test(cell ?? '')
}

/** A rate with three places; a dash where it is not defined. */
export function rate(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}

export function count(value: number): string {
  return value.toLocaleString('en-US')
}
