/**
 * Labeling 1.2 M events by 5,000 alerts of 200 users: one window, 200 windows and a map of 3,600, beside one window as an SQL
 * interval join over an index (SQLite, in memory) and as as-of joins in pandas. All have to give the same count. What
 * peers would need for many windows is their time for one of a minute on each side, times the number.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Alert } from '../../../main/case/alerts.ts'
import type { EventCore } from '../../../main/case/evidence/core.ts'
import { random } from '../../../main/engine/random.ts'
import { applyRule, previewRule } from '../../../main/labeling/apply-rule.ts'
import { buildIndex, type LabelIndex } from '../../../main/labeling/label-index.ts'
import { evenAxis, windowAxis } from '../../../main/labeling/sweep/axis.ts'
import { sweepWindows } from '../../../main/labeling/sweep/sweep.ts'
import { Rule } from '../../../preload/contract/labeling.ts'
import { against, interleave, within, type Suite } from '../rows.ts'
import { PYTHON, pythonHas } from '../torch-peer.ts'

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

/** Windows of a sweep: none before, and so many lengths after. */
const WINDOWS = 200
const rule = Rule.parse({ before: 60e6, after: 60e6, classBy: 'name', top: 12 })

/** pandas on the same events and alerts; null where it is not on this machine. */
function pandas(core: EventCore, list: readonly Alert[]): { labeled: number; milliseconds: number } | null {
  if (!pythonHas('pandas')) return null
  const folder = mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
  try {
    const write = (name: string, data: Float64Array | Uint32Array) => writeFileSync(join(folder, name), data)
    write('event_time.f64', core.time)
    write('event_user.u32', Uint32Array.from(core.user.codes))
    write(
      'alert_time.f64',
      Float64Array.from(list, ({ fired }) => fired ?? Number.NaN),
    )
    write(
      'alert_user.u32',
      Uint32Array.from(list, ({ user }) => core.user.values.indexOf(user)),
    )
    const script = join(import.meta.dirname, '../peers/pandas_labeling.py')
    const done = spawnSync(PYTHON, [script, folder, String(rule.before), String(rule.after), '5'], {
      encoding: 'utf8',
    })
    if (done.status !== 0) throw new Error(`the pandas peer ended: ${done.stderr}`)
    return JSON.parse(done.stdout) as { labeled: number; milliseconds: number }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One window, and all of them at once; medians in milliseconds. */
async function measure(index: LabelIndex, join: { get(): unknown }) {
  const lengths = evenAxis(1e6, 600e6, WINDOWS)
  const map = windowAxis(60)
  const [preview = 0, labels = 0, sweep = 0, heat = 0] = await interleave(
    [
      () => previewRule(index, rule),
      () => applyRule(index, rule),
      () => sweepWindows(index, rule, { before: Float64Array.of(0), after: lengths }),
      () => sweepWindows(index, rule, { before: map, after: map }),
    ],
    15,
  )
  // The join throws everything out of the processor's cache, which a slider's next step would find there.
  const [sql = 0] = await interleave([() => join.get()], 3)
  return { preview, labels, sql, sweep, heat }
}

/** The sweep's counts at some windows, against one rule after another. */
function checkSweep(index: LabelIndex): void {
  const lengths = Float64Array.of(0, 60e6, 600e6)
  const counts = sweepWindows(index, rule, { before: lengths, after: lengths })
  lengths.forEach((before, b) =>
    lengths.forEach((after, a) => {
      const one = previewRule(index, { ...rule, before, after })
      if (counts.labeled[b * 3 + a] !== one.labeled || counts.conflicts[b * 3 + a] !== one.conflicts)
        throw new Error(`labeling: the sweep counts otherwise than the rule at ${before}, ${after}`)
    }),
  )
}

export const labelingSuite: Suite = {
  name: 'labeling',
  async run(say) {
    say(`making ${EVENTS.toLocaleString('en-US')} events and ${ALERTS.toLocaleString('en-US')} alerts`)
    const core = events()
    const list = alerts()
    const index = buildIndex(core, list)
    const db = database(core, list)
    const interval = db.prepare(`SELECT count(DISTINCT e.rowid) AS n FROM alert a JOIN event e
      ON e.user = a.user AND e.time BETWEEN a.time - 60000000 AND a.time + 60000000`)
    const ours = applyRule(index, rule).labeling.labeled
    const theirs = (interval.get() as { n: number }).n
    const frames = pandas(core, list)
    for (const [who, count] of [
      ['SQL', theirs],
      ['pandas', frames?.labeled ?? ours],
    ] as const)
      if (ours !== count) throw new Error(`labeling: we count ${ours} events, ${who} ${count}`)
    checkSweep(index)
    say(`all label ${ours.toLocaleString('en-US')} events`)
    const { preview, labels, sql, sweep, heat } = await measure(index, interval)
    db.close()
    const what = `sweep of ${WINDOWS} windows`
    const rows = [
      within('labeling', 'one window, 1.2 M events × 5,000 alerts', preview, 5),
      within('labeling', 'the same with every label written', labels, 50),
      against('labeling', 'one window ÷ SQL interval join', preview, sql, 5),
      within('labeling', what, sweep, 100),
      against('labeling', `${what} ÷ as many SQL joins of one minute`, sweep, sql * WINDOWS, 50),
      within('labeling', 'heat map of 60 × 60 windows', heat, 1500),
    ]
    if (frames) {
      rows.push(against('labeling', 'one window ÷ pandas, two as-of joins', preview, frames.milliseconds, 20))
      rows.push(against('labeling', `${what} ÷ as many in pandas`, sweep, frames.milliseconds * WINDOWS, 200))
    }
    return { rows, absent: frames ? [] : ['pandas: apt-get install python3-pandas'] }
  },
}
