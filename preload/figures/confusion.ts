/** Confusion matrix: truth down, prediction across; color by share of the true class, counts in the cells. */
import * as Plot from '@observablehq/plot'
import { draw } from './figure.ts'
import type { FigureOptions } from './figure.ts'
import { count, percent } from './format.ts'
import { CORNER, cornerLabel, labelRoom, matrixAxis } from './labels.ts'
import { inkOn, shade } from './theme.ts'

export interface ConfusionData {
  classes: readonly string[]
  /** confusion[true][predicted], counts. */
  confusion: readonly (readonly number[])[]
}

interface Cell {
  truth: number
  predicted: number
  rows: number
  share: number
}

/** With more classes than this, cells are too small for text. */
const LEGIBLE = 10

/**
 * Blue on the diagonal (right), orange off it (wrong).
 * @param options.onCell makes each cell a button that is told its true and predicted class
 */
export function confusionFigure(
  data: ConfusionData,
  options: FigureOptions & { onCell?: (truth: number, predicted: number) => void } = {},
): SVGSVGElement {
  const cells = cellsOf(data)
  const { classes } = data
  const width = options.width ?? 420
  const left = Math.max(CORNER, labelRoom(classes, 20) + 18)
  const side = Math.max(14, Math.min(64, (width - left - 8) / classes.length))
  const keyed = classes.some((name) => name.length * 6.2 > side)
  const svg = draw(
    {
      width: left + side * classes.length + 8,
      height: 40 + side * classes.length + 8,
      marginLeft: left,
      marginTop: 40,
      marginRight: 8,
      marginBottom: 8,
      x: matrixAxis(classes, 'top', keyed),
      y: matrixAxis(classes, 'left', keyed),
      color: { type: 'identity' },
      marks: [
        Plot.cell(cells, {
          x: 'predicted',
          y: 'truth',
          fill: fillOf,
          inset: 1,
          rx: 2,
          title: titleOf(classes),
        }),
        ...(classes.length > LEGIBLE ? [] : textMarks(cells, side)),
        cornerLabel('true ↓ / called →'),
      ],
    },
    options,
    'Confusion matrix',
    describe(data),
  )
  if (options.onCell) makeButtons(svg, cells, classes, options.onCell)
  return svg
}

function cellsOf({ confusion }: ConfusionData): Cell[] {
  return confusion.flatMap((line, truth) => {
    const all = line.reduce((sum, rows) => sum + rows, 0)
    return line.map((rows, predicted) => ({ truth, predicted, rows, share: all === 0 ? 0 : rows / all }))
  })
}

/** Square root, so that a few percent of errors can be seen. */
const amount = (cell: Cell): number => (cell.rows === 0 ? 0.03 : 0.08 + 0.9 * Math.sqrt(cell.share))
const fillOf = (cell: Cell): string => shade(cell.truth === cell.predicted ? 'right' : 'wrong', amount(cell))

function textMarks(cells: Cell[], side: number): Plot.Markish[] {
  const shown = cells.filter((cell) => cell.rows > 0)
  const both = side >= 38
  const place = {
    x: 'predicted',
    y: 'truth',
    fill: (cell: Cell) => inkOn(amount(cell)),
    pointerEvents: 'none',
  } as const
  const size = side >= 30 ? 11 : 9
  return [
    Plot.text(shown, { ...place, text: (cell: Cell) => count(cell.rows), fontSize: size, dy: both ? -6 : 0 }),
    ...(both
      ? [Plot.text(shown, { ...place, text: (cell: Cell) => percent(cell.share, 0), fontSize: 9, dy: 7 })]
      : []),
  ]
}

function titleOf(classes: readonly string[]): (cell: Cell) => string {
  return (cell) =>
    `${classes[cell.truth] ?? ''} called ${classes[cell.predicted] ?? ''}: ${count(cell.rows)} (${percent(cell.share)} of ${classes[cell.truth] ?? ''})`
}

function describe({ classes, confusion }: ConfusionData): string {
  return classes
    .map((name, truth) => {
      const line = confusion[truth] ?? []
      const said = line.flatMap((rows, p) => (rows > 0 ? [`${count(rows)} called ${classes[p] ?? ''}`] : []))
      return `${name}: ${said.length === 0 ? 'no rows' : said.join(', ')}.`
    })
    .join(' ')
}

function makeButtons(
  svg: SVGSVGElement,
  cells: Cell[],
  classes: readonly string[],
  onCell: (truth: number, predicted: number) => void,
): void {
  svg.setAttribute('role', 'group')
  svg.querySelectorAll('[data-mark="cell"] rect').forEach((rect, i) => {
    const cell = cells[i]
    if (!cell) return
    rect.setAttribute('role', 'button')
    rect.setAttribute('tabindex', '0')
    rect.setAttribute('aria-label', titleOf(classes)(cell))
    rect.setAttribute('style', 'cursor: pointer')
    rect.addEventListener('click', () => onCell(cell.truth, cell.predicted))
    rect.addEventListener('keydown', (event) => {
      const { key } = event as KeyboardEvent
      if (key !== 'Enter' && key !== ' ') return
      event.preventDefault()
      onCell(cell.truth, cell.predicted)
    })
  })
}
