/** The uPlot drawing of a histogram: bars for events, ticks above them for alerts, a brush. */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Histogram } from '../../../../preload/contract/events.ts'
import { timeTicks } from '../../time/ticks.ts'

const HEIGHT = 104
const LANE = 9

interface DrawOptions {
  zone: string
  dark: boolean
  onBrush: (range: { from: number; to: number }) => void
  /** Stretches in which nothing was recorded, in microseconds. */
  gaps: readonly { from: number; to: number }[]
  /** Index of the bar under the pointer, or null. */
  onHover: (bar: number | null) => void
}
export interface DrawnTimeline {
  update: (histogram: Histogram) => void
  destroy: () => void
}

/** Micros on the x axis would overflow nothing, but uPlot thinks in seconds. */
function dataOf({ from, bucket, counts }: Histogram): uPlot.AlignedData {
  return [counts.map((_, index) => (from + (index + 0.5) * bucket) / 1e6), counts]
}

function colorsOf(element: HTMLElement): Record<'bar' | 'alert' | 'line' | 'text' | 'gap', string> {
  const style = getComputedStyle(element)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return {
    bar: read('--t-bar'),
    alert: read('--t-alert'),
    line: read('--t-line'),
    text: read('--mantine-color-dimmed'),
    gap: read('--t-warn'),
  }
}

/** Draws into an element and follows its width until `destroy`. */
export function drawTimeline(host: HTMLElement, first: Histogram, options: DrawOptions): DrawnTimeline {
  let histogram = first
  const colors = colorsOf(host)
  const font = '11px ' + getComputedStyle(host).fontFamily
  const axis = { font, stroke: colors.text, ticks: { show: false } }
  const alertTicks = (plot: uPlot): void => {
    const { ctx, bbox } = plot
    ctx.fillStyle = colors.alert
    const width = Math.max(2 * devicePixelRatio, (bbox.width / histogram.alerts.length) * 0.6)
    for (const [index, alerts] of histogram.alerts.entries()) {
      if (alerts === 0) continue
      const middle = bbox.left + ((index + 0.5) / histogram.alerts.length) * bbox.width
      ctx.fillRect(middle - width / 2, 0, width, (LANE - 2) * devicePixelRatio)
    }
  }
  /** A faint ground with a line below: there is no data, which is not the same as nothing having happened. */
  const gapBands = (plot: uPlot): void => {
    const { ctx, bbox } = plot
    const place = (micros: number): number =>
      Math.max(bbox.left, Math.min(bbox.left + bbox.width, plot.valToPos(micros / 1e6, 'x', true)))
    ctx.save()
    ctx.fillStyle = colors.gap
    for (const { from, to } of options.gaps) {
      const [left, right] = [place(from), place(to)]
      if (right <= left) continue
      ctx.globalAlpha = 0.1
      ctx.fillRect(left, bbox.top, right - left, bbox.height)
      ctx.globalAlpha = 0.8
      ctx.fillRect(left, bbox.top + bbox.height - 2 * devicePixelRatio, right - left, 2 * devicePixelRatio)
    }
    ctx.restore()
  }
  const bars = uPlot.paths.bars?.({ size: [0.9, 100], gap: 0 })
  const plot = new uPlot(
    {
      width: Math.max(80, host.clientWidth),
      height: HEIGHT,
      padding: [LANE, 0, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false, dist: 4 } },
      scales: {
        x: { range: () => [histogram.from / 1e6, histogram.to / 1e6] },
        y: { range: (_plot, _least, most) => [0, Math.max(1, most)] },
      },
      axes: [
        {
          ...axis,
          size: 20,
          gap: 4,
          grid: { show: false },
          splits: (self, _axis, from, to) =>
            timeTicks(from * 1e6, to * 1e6, options.zone, Math.max(2, Math.floor(self.width / 90))).map(
              (tick) => tick.micros / 1e6,
            ),
          values: (self) =>
            timeTicks(
              (self.scales.x?.min ?? 0) * 1e6,
              (self.scales.x?.max ?? 0) * 1e6,
              options.zone,
              Math.max(2, Math.floor(self.width / 90)),
            ).map((tick) => tick.text),
        },
        {
          ...axis,
          size: 44,
          gap: 4,
          space: 26,
          grid: { stroke: colors.line, width: 1 },
          values: (_plot, splits) =>
            splits.map((value) => (Number.isInteger(value) ? shortCount(value) : '')),
        },
      ],
      series: [
        {},
        {
          stroke: colors.bar,
          fill: colors.bar,
          width: 0,
          ...(bars && { paths: bars }),
          points: { show: false },
        },
      ],
      hooks: {
        drawClear: [gapBands],
        draw: [alertTicks],
        setCursor: [(self) => options.onHover(self.cursor.idx ?? null)],
        setSelect: [
          (self) => {
            if (self.select.width < 4) return
            const at = (pixel: number): number => self.posToVal(pixel, 'x') * 1e6
            options.onBrush({ from: at(self.select.left), to: at(self.select.left + self.select.width) })
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          },
        ],
      },
    },
    dataOf(first),
    host,
  )
  const size = new ResizeObserver(() =>
    plot.setSize({ width: Math.max(80, host.clientWidth), height: HEIGHT }),
  )
  size.observe(host)
  return {
    update: (next) => {
      histogram = next
      plot.setData(dataOf(next))
    },
    destroy: () => {
      size.disconnect()
      plot.destroy()
    },
  }
}

function shortCount(value: number): string {
  return value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : String(value)
}
