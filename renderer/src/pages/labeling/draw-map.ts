/** Paints the window map on a canvas, in the colors of the figures; by square root, so that a few percent can be seen. */
import type { Sweep } from '../../../../preload/contract/labeling-sweep.ts'
import { LAYERS, type LayerName } from './layers.ts'

export interface Marks {
  /** Cells of the rule in hand, of the suggestion, under the pointer. */
  here: number
  suggested: number | null
  pointed: number | null
}

export function drawMap(canvas: HTMLCanvasElement, sweep: Sweep, layer: LayerName, marks: Marks): void {
  const context = canvas.getContext('2d')
  const size = canvas.parentElement?.clientWidth ?? 0
  const height = canvas.parentElement?.clientHeight ?? 0
  if (!context || size === 0) return
  const ratio = window.devicePixelRatio || 1
  canvas.width = size * ratio
  canvas.height = height * ratio
  context.scale(ratio, ratio)
  const wide = sweep.after.length
  const high = sweep.before.length
  const box = (cell: number): [number, number, number, number] => {
    const x = Math.round((Math.floor(cell / wide) * size) / high)
    const y = Math.round(((wide - 1 - (cell % wide)) * height) / wide)
    const right = Math.round(((Math.floor(cell / wide) + 1) * size) / high)
    const bottom = Math.round(((wide - (cell % wide)) * height) / wide)
    return [x, y, right - x, bottom - y]
  }
  const { share, good } = LAYERS[layer]
  const shades = palette(canvas, good)
  for (let cell = 0; cell < wide * high; cell++) {
    const value = share(sweep, cell)
    context.fillStyle =
      value === null ? shades.none : shades.steps[Math.round(Math.sqrt(Math.min(1, value)) * 40)]!
    context.fillRect(...box(cell))
  }
  context.strokeStyle = shades.ink
  const frame = (cell: number, dash: number[], grow: number): void => {
    const [x, y, w, h] = box(cell)
    context.lineWidth = 2
    context.setLineDash(dash)
    context.strokeRect(x - grow, y - grow, w + 2 * grow, h + 2 * grow)
  }
  if (marks.suggested !== null) frame(marks.suggested, [3, 2], 4)
  if (marks.pointed !== null) frame(marks.pointed, [], 0)
  cross(context, box(marks.here), size, height)
}

/** Hair lines through the rule in hand. */
function cross(
  context: CanvasRenderingContext2D,
  [x, y, w, h]: [number, number, number, number],
  size: number,
  height: number,
): void {
  context.setLineDash([])
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(x + w / 2, 0)
  context.lineTo(x + w / 2, height)
  context.moveTo(0, y + h / 2)
  context.lineTo(size, y + h / 2)
  context.stroke()
  context.lineWidth = 2
  context.strokeRect(x - 1, y - 1, w + 2, h + 2)
}

interface Palette {
  steps: string[]
  none: string
  ink: string
}

function palette(element: Element, good: boolean): Palette {
  const style = getComputedStyle(element)
  const value = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback
  const paper = value('--figure-grid', '#eeeeee')
  const full = good ? value('--figure-right', '#0b5c9e') : value('--figure-wrong', '#c2500a')
  const back = style.getPropertyValue('--mantine-color-body').trim() || '#ffffff'
  return {
    steps: Array.from(
      { length: 41 },
      (_, i) => `color-mix(in oklab, ${full} ${Math.round(i * 2.5)}%, ${back})`,
    ),
    none: `color-mix(in oklab, ${paper} 40%, ${back})`,
    ink: value('--figure-ink', '#000000'),
  }
}
