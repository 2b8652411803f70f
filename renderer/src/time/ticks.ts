/** Round instants for an axis, in the zone that is shown. */
import { offsetText, parseTimeText, timeText } from './format.ts'

const MINUTE = 60e6
const DAY = 1440 * MINUTE
const STEPS = [
  1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
  1_209_600, 2_592_000, 7_776_000, 31_536_000,
].map((seconds) => seconds * 1e6)

export interface Tick {
  micros: number
  text: string
}

/** @returns at most `most` ticks between two instants; the text is as long as the step needs */
export function timeTicks(from: number, to: number, zone: string, most: number): Tick[] {
  const step = STEPS.find((size) => (to - from) / size <= most) ?? (to - from) / most
  const wall = parseTimeText(timeText(from, zone, 'us'), 'UTC') ?? from
  const shift = wall - from
  const first = Math.ceil((from + shift) / step) * step - shift
  const ticks: Tick[] = []
  for (let at = first; at <= to && ticks.length <= most; at += step)
    ticks.push({ micros: at, text: tickText(at, step, zone) })
  return ticks
}

/** Day for steps of days, else the time of day; the first tick of a day tells the day too. */
function tickText(micros: number, step: number, zone: string): string {
  const text = timeText(micros, zone, 's')
  if (step >= DAY) return text.slice(0, 10)
  if (text.endsWith('00:00:00')) return text.slice(5, 10)
  return step < MINUTE ? text.slice(11) : text.slice(11, 16)
}

/** What an axis calls its zone, e.g. `UTC` or `America/Denver (-07:00)`. */
export function zoneLabel(micros: number, zone: string): string {
  const offset = offsetText(micros, zone)
  return offset === zone ? zone : `${zone} (${offset})`
}
