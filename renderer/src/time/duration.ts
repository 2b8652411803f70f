/** Lengths of time as people write them: `90s`, `10m`, `1h30m`, `2d`. Inside, integer microseconds. */

const UNITS: readonly [string, number][] = [
  ['d', 86_400e6],
  ['h', 3600e6],
  ['m', 60e6],
  ['s', 1e6],
  ['ms', 1e3],
  ['us', 1],
]

/** Shortest exact text; `0s` for nothing. */
export function durationText(micros: number): string {
  if (micros === 0) return '0s'
  let rest = Math.abs(Math.round(micros))
  let text = ''
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) text += `${count}${unit}`
  }
  return micros < 0 ? `-${text}` : text
}

/** Microseconds, or null when it is not a duration. A bare number counts as seconds. */
export function parseDuration(text: string): number | null {
  const bare = text.trim().toLowerCase().replaceAll(' ', '').replaceAll('µ', 'u')
  if (/^\d+(\.\d+)?$/.test(bare)) return Math.round(Number(bare) * 1e6)
  if (!/^(\d+(\.\d+)?(d|h|min|m|sec|s|ms|us))+$/.test(bare)) return null
  let total = 0
  for (const [, count, unit] of bare.matchAll(/(\d+(?:\.\d+)?)(d|h|min|ms|m|sec|s|us)/g)) {
    const name = unit === 'min' ? 'm' : unit === 'sec' ? 's' : unit
    total += Number(count) * (UNITS.find(([known]) => known === name)?.[1] ?? 0)
  }
  return Math.round(total)
}

/** Rounded for reading: the two largest units, e.g. `3d 4h`, `12m 5s`, `420ms`. */
export function roughDuration(micros: number): string {
  const size = Math.abs(micros)
  if (size < 1e6) return size < 1e3 ? `${Math.round(size)}µs` : `${Math.round(size / 1e3)}ms`
  const first = UNITS.findIndex(([, unit]) => size >= unit)
  const [name = 's', unit = 1e6] = UNITS[first] ?? []
  const next = name === 's' ? undefined : UNITS[first + 1]
  const count = Math.floor(size / unit)
  const rest = next ? Math.floor((size - count * unit) / next[1]) : 0
  return rest > 0 && next ? `${count}${name} ${rest}${next[0]}` : `${count}${name}`
}
