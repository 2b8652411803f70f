/**
 * What the searches of the practice company report: true alerts, some of them late, sessions that nobody noticed, and
 * false alerts. Deliberately imperfect, as alerts are; how many of each there are is in the README beside the files.
 */
import { begin, end, hour, minute, moment } from './calendar.ts'
import { drawing, type Draw } from './draw.ts'
import type { Session } from './attacks.ts'
import { people } from './roles.ts'
import { campaigns, otherSearches } from './techniques.ts'

export interface AlertRow {
  /** When the search fired; milliseconds since 1970. */
  fired: number
  /** First and last activity that it reports. */
  first: number
  last: number
  search: string
  technique: string
  user: string
  host: string
}

export interface AlertRows {
  rows: AlertRow[]
  /** Of `rows`: true alerts that fired long after the activity; alerts without an attack or for another one. */
  late: number
  false: number
  /** Sessions without any alert. */
  missed: number
}

/** Two to four alerts of one session, the first within a minute, unless its search ran late. */
function sessionRows(draw: Draw, session: Session, delay: number): AlertRow[] {
  const { campaign, from, to, user, host } = session
  const rows: AlertRow[] = []
  for (let at = from + draw.between(8, 40) * 1000; at < to; at += draw.between(110, 200) * 1000) {
    const search = campaign.searches[draw.chance(0.65) ? 0 : 1]!
    const seen = Math.floor(at)
    const row = { search, technique: campaign.technique, user, host }
    rows.push({ ...row, fired: Math.floor(seen + delay), first: from, last: seen })
  }
  return rows
}

function falseRow(draw: Draw, about: { search: string; technique: string }): AlertRow {
  const person = draw.pick(people.filter((one) => one.rhythm === 'office'))
  const fired = moment(draw, 'office')
  const times = { fired, first: fired - draw.whole(5, 120) * 1000, last: fired - draw.whole(1, 4) * 1000 }
  return { ...about, ...times, user: person.name, host: draw.pick(person.hosts) }
}

/** Alerts that see an attack but take it for another: their windows conflict with those of the right ones. */
function mistakenRows(draw: Draw, sessions: readonly Session[]): AlertRow[] {
  return campaigns.map((campaign) => {
    const { from, to, user, host } = draw.pick(sessions.filter((session) => session.campaign !== campaign))
    const fired = Math.floor(draw.between(from, to))
    const { searches, technique } = campaign
    return { search: searches[1]!, technique, user, host, fired, first: from, last: fired }
  })
}

/** Alerts that can match nothing, one or two for each reason. */
function hopelessRows(draw: Draw): AlertRow[] {
  const lost: [user: string, at: number][] = [
    ['unknown', moment(draw, 'office')],
    ['unknown', moment(draw, 'office')],
    ['', moment(draw, 'office')],
    ['SRV-FILES$', moment(draw, 'always')],
    ['x.former', moment(draw, 'office')],
    ['a.lind', begin - 5 * hour],
    ['p.moreau', end + 3 * hour],
  ]
  return lost.map(([user, fired]) => {
    const { searches, technique } = draw.pick(campaigns)
    const times = { fired, first: fired - minute, last: fired - 1000 }
    return { search: searches[0]!, technique, user, host: 'SRV-FILES', ...times }
  })
}

/** A tenth of the sessions of each campaign (one at least) go unnoticed, and as many are noticed late. */
function fatesOf(draw: Draw, sessions: readonly Session[]): { missed: Set<Session>; late: Set<Session> } {
  const missed = new Set<Session>()
  const late = new Set<Session>()
  for (const campaign of campaigns) {
    const left = sessions.filter((session) => session.campaign === campaign)
    const each = Math.max(1, Math.round(left.length / 10))
    for (let i = 0; i < each * 2; i++) {
      const [drawn] = left.splice(draw.whole(0, left.length - 1), 1)
      if (drawn) (i < each ? missed : late).add(drawn)
    }
  }
  return { missed, late }
}

/** All rows, newest first, as an export lists them. */
export function alertRows(seed: number, sessions: readonly Session[]): AlertRows {
  const draw = drawing(seed, 'alerts')
  const counts = { late: 0, false: 0, missed: 0 }
  const rows: AlertRow[] = []
  const { missed, late } = fatesOf(draw, sessions)
  for (const session of sessions) {
    if (missed.has(session)) counts.missed++
    else {
      const delay = late.has(session) ? draw.between(9, 25) * minute : 0
      const found = sessionRows(draw, session, delay)
      if (delay > 0) counts.late += found.length
      rows.push(...found)
    }
  }
  const known = campaigns.flatMap((one) =>
    one.searches.map((search) => ({ search, technique: one.technique })),
  )
  const other = otherSearches.flatMap(([search, technique]) =>
    Array.from({ length: 3 }, () => ({ search, technique })),
  )
  const times = Math.max(1, Math.round(sessions.length / campaigns.length / 10))
  const about = Array.from({ length: times }, () => [...known, ...other]).flat()
  const wrong = about.map((one) => falseRow(draw, one))
  wrong.push(...mistakenRows(draw, sessions), ...hopelessRows(draw))
  counts.false = wrong.length
  rows.push(...wrong)
  return { rows: rows.toSorted((a, b) => b.fired - a.fired), ...counts }
}
