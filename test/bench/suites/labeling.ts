/**
 * Labeling 1.2 M events by 5,000 alerts of 200 users: one window in memory, beside the same question as an SQL interval
 * join over an index (SQLite, in memory). Both have to give the same count.
 */
import Database from 'better-sqlite3'
import type { Alert } from '../../../main/case/alerts.ts'
import type { EventCore } from '../../../main/case/core.ts'
import { random } from '../../../main/engine/random.ts'
import { applyRule } from '../../../main/labeling/apply-rule.ts'
import { buildIndex } from '../../../main/labeling/label-index.ts'
import { Rule } from '../../../preload/contract/labeling.ts'
import { against, interleave, within, type Suite } from '../rows.ts'

const EVENTS = 1_200_000
const ALERTS = 5_000
const USERS = 200
const DAY = 86_400e6
const START = 1_730_000_000e6

function events(): EventCore {
  const draw = random(7)
  const values = ['', ...Array.from({ length: USERS }, (_, i) => `user${i}`)]
  const user = { codes: Uint32Array.from({ length: EVENTS }, () => 1 + Math.floor(draw() * USERS)), values }
  const none = { codes: new Uint32Array(EVENTS), values: [''] }
  const time = Float64Array.from({ length: EVENTS }, () => START + Math.floor(draw() * 3 * DAY)).sort()
  return {
    count: EVENTS,
    time,
    host: none,
    user,
    users: [user],
    action: none,
    source: new Uint32Array(EVENTS).fill(1),
    firstEvent: new Map([[1, 0]]),
  }
}

function alerts(): Alert[] {
  const draw = random(8)
  return Array.from({ length: ALERTS }, (_, id) => {
    const user = `user${Math.floor(draw() * USERS)}`
    const fired = START + Math.floor(draw() * 3 * DAY)
    const name = `alert ${id % 12}`
    const empty = { host: '', techniques: [], tactics: [], first: null, last: null, original: '{}' }
    return { id: id + 1, source: 2, name, user, users: [user], fired, ...empty }
  })
}

function database(core: EventCore, list: readonly Alert[]): Database.Database {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE event (time INTEGER, user TEXT); CREATE TABLE alert (time INTEGER, user TEXT)')
  const event = db.prepare('INSERT INTO event VALUES (?, ?)')
  const alert = db.prepare('INSERT INTO alert VALUES (?, ?)')
  db.transaction(() => {
    core.time.forEach((time, i) => event.run(time, core.user.values[core.user.codes[i]!]))
    for (const { fired, user } of list) alert.run(fired, user)
  })()
  db.exec(
    'CREATE INDEX event_by_user ON event (user, time); CREATE INDEX alert_by_user ON alert (user, time)',
  )
  return db
}

export const labelingSuite: Suite = {
  name: 'labeling',
  async run(say) {
    say(`making ${EVENTS.toLocaleString('en-US')} events and ${ALERTS.toLocaleString('en-US')} alerts`)
    const core = events()
    const list = alerts()
    const index = buildIndex(core, list)
    const rule = Rule.parse({ before: 60e6, after: 60e6, classBy: 'name', top: 12 })
    const db = database(core, list)
    const join = db.prepare(`SELECT count(DISTINCT e.rowid) AS n FROM alert a JOIN event e
      ON e.user = a.user AND e.time BETWEEN a.time - 60000000 AND a.time + 60000000`)
    const ours = applyRule(index, rule).labeling.labeled
    const theirs = (join.get() as { n: number }).n
    if (ours !== theirs) throw new Error(`labeling: we count ${ours} events, SQL ${theirs}`)
    say(`both label ${ours.toLocaleString('en-US')} events`)
    const [mine = 0, sql = 0] = await interleave([() => applyRule(index, rule), () => join.get()], 7)
    db.close()
    return {
      rows: [
        within('labeling', 'one window, 1.2 M events × 5,000 alerts', mine, 50),
        against('labeling', 'the same ÷ SQL interval join', mine, sql, 5),
      ],
      absent: [],
    }
  },
}
