/**
 * The attack sessions: ten or so a campaign, spread over the three days, each some minutes of one abused account on one host.
 * A small part of what happens in a session looks like the account's everyday work; it is the attacker's all the same.
 */
import { begin, days, day, minute } from './calendar.ts'
import { drawing, type Draw } from './draw.ts'
import type { Happening } from './happening.ts'
import { profileOf, type Host } from './roles.ts'
import { campaigns, type Campaign } from './techniques.ts'

export interface Session {
  campaign: Campaign
  user: string
  host: Host
  /** Milliseconds since 1970. */
  from: number
  to: number
  events: Happening[]
}

/** Attack events a session, on average; so larger cases have more sessions, not denser ones. */
const usualSize = 72
const fewest = 4
const most = 100
const disguised = 0.08

/** Sessions of each campaign in a case with so many attack events. */
function sessionsFor(count: number): number {
  return Math.min(most, Math.max(fewest, Math.round(count / usualSize / campaigns.length)))
}

/** @param slot the session's part of the three days, from and length in milliseconds */
function session(
  draw: Draw,
  campaign: Campaign,
  number: number,
  slot: { from: number; length: number },
  count: number,
): Session {
  const from = Math.floor(slot.from + slot.length * draw.between(0.05, 0.7))
  const to = Math.floor(from + draw.between(5, 9) * minute)
  const user = campaign.users[number % campaign.users.length]!
  const host = draw.pick(campaign.hosts)
  const events: Happening[] = []
  for (let i = 0; i < count; i++) {
    const at = i === 0 ? from : Math.floor(draw.between(from, to))
    const profile = draw.chance(disguised) ? profileOf(user) : campaign.profile
    events.push({ at, host, user, act: draw.weighted(profile), campaign })
  }
  return { campaign, user, host, from, to, events }
}

/** @returns all sessions; their events number exactly `count` */
export function attacks(seed: number, count: number): Session[] {
  const draw = drawing(seed, 'attacks')
  const perCampaign = sessionsFor(count)
  const total = campaigns.length * perCampaign
  const length = (days * day) / perCampaign
  const sizes = Array.from({ length: total }, () => draw.between(0.6, 1.4))
  const sum = sizes.reduce((a, b) => a + b, 0)
  let reached = 0
  let given = 0
  return sizes.map((size, i) => {
    reached += size
    const events = i === total - 1 ? count - given : Math.round((count * reached) / sum) - given
    given += events
    const campaign = campaigns[i % campaigns.length]!
    const number = Math.floor(i / campaigns.length)
    return session(draw, campaign, number, { from: begin + length * number, length }, events)
  })
}
