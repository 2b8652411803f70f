/** Ordinary events: single ones, and bursts of work (a mail round, a backup, a roll-out) that look as busy as an attack. */
import { begin, end, minute, moment } from './calendar.ts'
import { drawing } from './draw.ts'
import type { Happening } from './happening.ts'
import { people, type Person } from './roles.ts'

const shares = people.map((person) => [person.share, person] as const)

/** Most events of a burst and its longest duration, by rhythm. */
const bursts: Record<Person['rhythm'], { events: number; minutes: number }> = {
  office: { events: 26, minutes: 5 },
  always: { events: 14, minutes: 2 },
  night: { events: 120, minutes: 9 },
}

/** @returns exactly `count` benign happenings, in no order */
export function everyday(seed: number, count: number): Happening[] {
  const draw = drawing(seed, 'everyday')
  const happenings: Happening[] = []
  while (happenings.length < count) {
    const person = draw.weighted(shares)
    const host = draw.pick(person.hosts)
    const from = moment(draw, person.rhythm)
    const burst = bursts[person.rhythm]
    const size = draw.chance(0.12) ? draw.whole(4, burst.events) : 1
    const length = draw.between(0.4, burst.minutes) * minute
    for (let i = 0; i < size && happenings.length < count; i++) {
      const at = Math.floor(from + (size === 1 ? 0 : draw.unit() * length))
      if (at < begin || at >= end) continue
      happenings.push({ at, host, user: person.name, act: draw.weighted(person.profile), campaign: null })
    }
  }
  return happenings
}
