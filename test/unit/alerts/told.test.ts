/** Alerts in a table of any columns, once a person says which is which; and what is said of each part before. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importAlerts } from '../../../main/alerts/import.ts'
import { understandFile } from '../../../main/alerts/understand-file.ts'
import { listAlerts } from '../../../main/case/alerts.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { context, inFolder, withCase } from './alert-files.ts'

const table = `Zeit;Regel;Konto;Rechner;Taktik\n2026-01-05 08:00:00;Tür auf;LAB\\ann;pc1;T1078\n2026-01-05 09:00:00;Tür zu;bob;pc2;T1003\n`
const mapping = { time: 'Zeit', action: 'Regel', users: ['Konto'], host: 'Rechner', labels: ['Taktik'] }

test('a table of any columns is read as alerts when its parts are named', async () => {
  await withCase(async (c, folder) => {
    const path = join(folder, 'own.csv')
    writeFileSync(path, table)
    expect((await understandFile({ path })).kind).toBe('capture')
    await importAlerts(c, { path, zone: 'Europe/Berlin', mapping }, context)
    const alerts = listAlerts(c).map(({ name, user, host, techniques, fired }) => ({
      name,
      user,
      host,
      techniques,
      fired,
    }))
    expect(alerts).toEqual([
      {
        name: 'Tür auf',
        user: 'LAB\\ann',
        host: 'pc1',
        techniques: ['T1078'],
        fired: Date.UTC(2026, 0, 5, 7) * 1000,
      },
      {
        name: 'Tür zu',
        user: 'bob',
        host: 'pc2',
        techniques: ['T1003'],
        fired: Date.UTC(2026, 0, 5, 8) * 1000,
      },
    ])
    expect(listSources(c)[0]).toMatchObject({ kind: 'alerts', zone: 'Europe/Berlin', accepted: 2 })
  })
})

test('each part is as sure as the alerts that agree with it', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'alerts.csv')
    const rows = [
      '2026-01-05T08:00:00Z,S,ann',
      '2026-01-05T08:00:01,S,unknown',
      'never,S,bob',
      '2026-01-05T08:00:03Z,S,eve',
    ]
    writeFileSync(path, `_time,search_name,user\n${rows.join('\n')}\n`)
    const { guesses, kind } = await understandFile({ path })
    const of = (part: string) => guesses.find((guess) => guess.part === part)
    expect(kind).toBe('alerts')
    expect(of('kind')).toMatchObject({
      confidence: 1,
      evidence: '4 of 4 sampled rows name a search, rule or test',
    })
    expect(of('time')).toMatchObject({ confidence: 0.75, question: null })
    expect(of('zone')?.confidence).toBeCloseTo(2 / 3, 12)
    expect(of('zone')?.question).toMatch(/In which zone/)
    expect(of('users')).toMatchObject({ confidence: 0.75, value: 'user' })
  })
})

test('the person may read alerts as events, and events as alerts', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'alerts.csv')
    writeFileSync(path, '_time,search_name,user\n2026-01-05T08:00:00Z,S,ann\n')
    const events = await understandFile({ path, as: 'capture' })
    expect(events).toMatchObject({ kind: 'capture', mapping: { time: '_time', users: ['user'] } })
    expect(events.guesses[0]).toMatchObject({ part: 'kind', confidence: 0, chosen: true, question: null })
    writeFileSync(path, table)
    const alerts = await understandFile({ path, as: 'alerts', mapping })
    expect(alerts).toMatchObject({
      kind: 'alerts',
      mapping: { time: 'Zeit', action: 'Regel', users: ['Konto'] },
    })
  })
})
