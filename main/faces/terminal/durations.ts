/** Durations as people write them, in integer microseconds. */
import { InvalidArgumentError } from 'commander'

const units: Record<string, number> = { ms: 1e3, s: 1e6, m: 6e7, min: 6e7, h: 3.6e9, d: 8.64e10 }
const form = /^(\d+(?:\.\d+)?)(ms|s|m|min|h|d)$/

/** @param text e.g. `60s`, `5m`, `1h`, `1500ms`, `1.5h`, or `0` @returns microseconds */
export function parseDuration(text: string): number {
  if (text.trim() === '0') return 0
  const [, amount, unit] = form.exec(text.trim()) ?? []
  const factor = unit === undefined ? undefined : units[unit]
  if (amount === undefined || factor === undefined)
    throw new InvalidArgumentError('Write a number with its unit: 1500ms, 60s, 5m, 1h or 1d.')
  return Math.round(Number(amount) * factor)
}

/** Seconds as `850 ms`, `12 s`, `3 min 05 s`. */
export function seconds(value: number): string {
  if (value < 1) return `${Math.round(value * 1000)} ms`
  if (value < 60) return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`
  const whole = Math.round(value)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** Microseconds as the shortest of the forms that `parseDuration` reads. */
export function durationText(micros: number): string {
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const factor = units[unit] ?? 1
    if (micros >= factor && micros % factor === 0) return `${micros / factor}${unit}`
  }
  return micros === 0 ? '0' : `${micros / 1e3}ms`
}
