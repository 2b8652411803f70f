/** The matrix kernel × engine, as text and as a verdict. */
import { isRed, type Cell } from './check.ts'
import type { Column } from './column.ts'
import { trainings } from './trainings.ts'

export const red = ({ cells }: Column): Cell[] => cells.filter(isRed)

/** Worst error over the cases that a kernel is in; `gone` when one of them gave no number. */
function worst(cells: Cell[], kernel: string, what: 'forward' | 'gradient'): string {
  const own = cells.filter(({ kernels }) => kernels.includes(kernel))
  if (own.some(({ trouble }) => trouble !== null)) return 'fails'
  const errors = own.flatMap((cell) => cell[what] ?? [])
  if (errors.length === 0) return '–'
  const most = errors.reduce((a, b) => (Number.isNaN(a) || b <= a ? a : b))
  return most === 0 ? '0' : most.toExponential(0)
}

/** The whole matrix: a row a kernel, forward and gradient of each engine; then what is red, and who is absent. */
export function matrixText(columns: Column[], kernels: string[]): string {
  const here = columns.filter(({ absent }) => absent === null)
  const head = ['kernel', ...here.flatMap(({ engine }) => [engine, ''])]
  const under = ['', ...here.flatMap(() => ['forward', 'gradient'])]
  const rows = [...kernels, ...Object.keys(trainings)].map((kernel) => [
    kernel,
    ...here.flatMap(({ cells }) => [worst(cells, kernel, 'forward'), worst(cells, kernel, 'gradient')]),
  ])
  const tolerances = ['tolerance', ...here.flatMap(({ tolerance }) => [tolerance.toExponential(0), ''])]
  return [
    aligned([head, under, ...rows, tolerances]),
    '',
    ...columns.map(summary),
    ...here.flatMap((column) => red(column).map((cell) => `  red on ${column.engine}: ${told(cell)}`)),
  ].join('\n')
}

function summary(column: Column): string {
  const { engine, absent, cells, left } = column
  if (absent !== null) return `${engine}: absent. ${absent}`
  const bad = red(column).length
  const aside = left.length > 0 ? `; left to the processor: ${left.join(', ')}` : ''
  return `${engine}: ${cells.length - bad} of ${cells.length} cases within tolerance${aside}`
}

function told({ name, trouble, forward, gradient }: Cell): string {
  return `${name}: ${trouble ?? `forward ${forward?.toExponential(1)}, gradient ${gradient?.toExponential(1) ?? '–'}`}`
}

function aligned(rows: string[][]): string {
  const widths = rows[0]!.map((_, i) =>
    Math.max(...rows.map((row) => (i > 0 && row === rows[0] ? 0 : row[i]!.length))),
  )
  // A name of an engine stands over its two columns of numbers.
  for (let i = 1; i < widths.length; i += 2) {
    const name = rows[0]![i]!.length
    widths[i + 1] = Math.max(widths[i + 1]!, name - widths[i]! - 2)
  }
  const line = (row: string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!))).join('  ')
  const head = rows[0]!
  const first = head
    .map((cell, i) =>
      i === 0 ? cell.padEnd(widths[0]!) : i % 2 ? cell.padEnd(widths[i]! + 2 + widths[i + 1]!) : null,
    )
    .filter((cell) => cell !== null)
    .join('  ')
  return [first, ...rows.slice(1).map(line)].map((text) => text.trimEnd()).join('\n')
}
