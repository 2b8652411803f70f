/** The three days of the practice case and the daily rhythm of its people. Times are integer milliseconds since 1970, UTC. */
import type { Draw } from './draw.ts'
import type { Person } from './roles.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
export const days = 3
/** A Monday. */
export const begin = Date.UTC(2026, 2, 2)
export const end = begin + days * day

/** Relative activity by hour of the day. */
const rhythms: Record<Person['rhythm'], readonly number[]> = {
  office: [0, 0, 0, 0, 0, 0.2, 1, 4, 9, 10, 10, 9, 5, 8, 10, 9, 8, 5, 2, 1, 0.5, 0.3, 0.2, 0.1],
  always: Array.from({ length: 24 }, () => 1),
  night: [
    2, 12, 12, 6, 1, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 1,
    1,
  ],
}

/** A moment within the three days, drawn by the rhythm. */
export function moment(draw: Draw, rhythm: Person['rhythm']): number {
  const chosen = draw.weighted(rhythms[rhythm].map((weight, at) => [weight, at] as const))
  return begin + draw.whole(0, days - 1) * day + chosen * hour + draw.whole(0, hour - 1)
}

export const isoTime = (at: number) => new Date(at).toISOString()
