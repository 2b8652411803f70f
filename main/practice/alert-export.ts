/** The alert rows as a Splunk JSON export: an object a line, with the spellings of users and times that such exports mix. */
import type { AlertRow } from './alert-rows.ts'
import { isoTime, minute } from './calendar.ts'
import { drawing, type Draw } from './draw.ts'
import { domain, mailDomain } from './roles.ts'

function userText(draw: Draw, user: string): string | string[] | undefined {
  if (user === '') return undefined
  if (user === 'unknown') return user
  const spelling = draw.weighted([
    [0.5, `${domain}\\${user}`],
    [0.16, user],
    [0.12, `${user}@${mailDomain}`],
    [0.1, `${domain.toLowerCase()}\\${user.toUpperCase()}`],
    [0.12, ''],
  ])
  if (user.endsWith('$')) return `${domain}\\${user}`
  return spelling === '' ? [`${domain}\\${user}`, 'SYSTEM'] : spelling
}

/** Techniques come as one field, as a list with the parent technique, or inside a JSON text. */
function techniqueFields(draw: Draw, technique: string): Record<string, unknown> {
  if (technique === '') return {}
  const parent = technique.split('.')[0]!
  return draw.weighted<Record<string, unknown>>([
    [0.5, { 'annotations.mitre_attack': technique }],
    [0.25, { 'annotations.mitre_attack': [technique, parent] }],
    [0.15, { mitre_attack_id: technique }],
    [
      0.1,
      { annotations: JSON.stringify({ kill_chain_phases: ['Exploitation'], mitre_attack: [technique] }) },
    ],
  ])
}

function result(draw: Draw, row: AlertRow): Record<string, unknown> {
  const user = userText(draw, row.user)
  const risk = draw.pick([25, 36, 49, 64, 81])
  return {
    _time: isoTime(row.fired).replace('Z', '+00:00'),
    search_name: row.search,
    ...(user !== undefined && { user }),
    dest: row.host,
    firstTime: draw.chance(0.5) ? String(Math.floor(row.first / 1000)) : isoTime(row.first).slice(0, 19),
    lastTime: draw.chance(0.5) ? String(Math.floor(row.last / 1000)) : isoTime(row.last).slice(0, 19),
    info_min_time: `${Math.floor((row.first - 15 * minute) / 1000)}.000`,
    info_max_time: `${Math.floor(row.fired / 1000)}.000`,
    count: String(draw.size(6, 0.9)),
    risk_score: String(risk),
    severity: risk > 60 ? 'high' : 'medium',
    ...techniqueFields(draw, row.technique),
  }
}

/** One line per alert; the last carries `lastrow`. */
export function alertExport(seed: number, rows: readonly AlertRow[]): string {
  const draw = drawing(seed, 'export')
  return rows
    .map((row, offset) => {
      const last = offset === rows.length - 1
      return `${JSON.stringify({ preview: false, offset, ...(last && { lastrow: true }), result: result(draw, row) })}\n`
    })
    .join('')
}
