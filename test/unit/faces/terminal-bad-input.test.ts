/** Bad input by the command line: exit code, a message that names file and place, and nothing half-written. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import { openCase } from '../../../main/case/case-file.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import type { ProblemShape } from '../../../preload/contract/problem.ts'
import { document, freshFolder, tribunal } from './tribunal.ts'

const folder = freshFolder()
const path = join(folder, 'case.tribunal')
const at = (name: string): string => join(folder, name)
let practice: { events: string; alerts: string }

beforeAll(async () => {
  practice = await document('practice', at('practice'), '--events', '1000')
  await document('new', path)
})

/** The problem of a command that must fail with code 1; its message must not show a stack. */
async function refusal(...args: string[]): Promise<ProblemShape> {
  const ran = await tribunal(...args, '--json')
  expect([args.join(' '), ran.code, ran.stdout.trim().slice(0, 1)]).toEqual([args.join(' '), 1, '{'])
  const { error } = JSON.parse(ran.stdout) as { error: ProblemShape }
  expect(error.code).not.toBe('unexpected')
  expect(error.message).not.toMatch(/\bat .*:\d+:\d+/)
  return error
}
/** Evidence in the case; after a refusal there must be none. */
function evidence(casePath = path): string[] {
  const c = openCase(casePath)
  const names = listSources(c).map((source) => source.name)
  c.close()
  return names
}

test('a capture that is missing, empty, a folder without captures, or binary', async () => {
  writeFileSync(at('empty.csv'), '')
  writeFileSync(at('binary.csv'), Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * 7919) % 256)))
  mkdirSync(at('folder'))
  const tries = ['missing.csv', 'empty.csv', 'folder', 'binary.csv'].flatMap<[string, string]>((name) => [
    ['import', name],
    ['alerts', name],
  ])
  const refuse = async ([command, name]: [string, string]): Promise<void> => {
    const problem = await refusal(command, path, at(name))
    expect(problem.where?.file, `${command} ${name}`).toBe(at(name))
    expect(problem.advice, `${command} ${name}`).toBeTruthy()
  }
  await Promise.all(tries.map(refuse))
  expect(evidence()).toEqual([])
})

test('a gzip file that ends too early', async () => {
  const whole = readFileSync(practice.events)
  writeFileSync(at('cut.ndjson.gz'), whole.subarray(0, whole.length >> 1))
  const problem = await refusal('import', path, at('cut.ndjson.gz'))
  expect(problem.where?.file).toBe(at('cut.ndjson.gz'))
  expect(evidence()).toEqual([])
})

test('alerts given as a capture, and a capture given as alerts', async () => {
  const alerts = await refusal('import', path, practice.alerts)
  expect(`${alerts.message} ${alerts.advice}`).toMatch(/alert/i)
  const events = await refusal('alerts', path, practice.events)
  expect(events.where?.file).toBe(practice.events)
  expect(evidence()).toEqual([])
})

test('of several files, the good ones are imported and the bad one fails the command', async () => {
  const several = at('several.tribunal')
  await document('new', several)
  writeFileSync(at('good.ndjson'), gunzipSync(readFileSync(practice.events)))
  const ran = await tribunal('import', several, at('missing.csv'), at('good.ndjson'), '--json')
  expect(ran.code).toBe(1)
  const { files, accepted } = JSON.parse(ran.stdout) as {
    files: { error?: ProblemShape }[]
    accepted: number
  }
  expect(files.map((file) => file.error?.code !== undefined)).toEqual([true, false])
  expect(accepted).toBe(1000)
  expect(evidence(several)).toEqual(['good.ndjson'])
})

test('what is not a case, or is none any more', async () => {
  writeFileSync(at('text.tribunal'), 'this is no database, whatever its name says')
  expect((await refusal('verify', at('none.tribunal'))).code).toBe('case-missing')
  expect((await refusal('verify', at('text.tribunal'))).code).toBe('not-a-case')
  expect((await refusal('verify', folder)).code).toBe('not-a-case')
  const other = new Sqlite(at('other.db'))
  other.exec('CREATE TABLE t (x)')
  other.close()
  expect((await refusal('import', at('other.db'), practice.events)).code).toBe('not-a-case')
  expect((await refusal('new', path)).code).toBe('case-exists')
})

test('a case of a newer version is left as it is', async () => {
  const newer = at('newer.tribunal')
  copyFileSync(path, newer)
  const db = new Sqlite(newer)
  db.pragma('user_version = 9999')
  db.close()
  const before = readFileSync(newer)
  expect((await refusal('import', newer, practice.events)).code).toBe('case-from-newer-version')
  expect(readFileSync(newer).equals(before)).toBe(true)
})

test('a corrupt case', async () => {
  const corrupt = at('corrupt.tribunal')
  copyFileSync(at('practice/practice.tribunal'), corrupt)
  const file = openSync(corrupt, 'r+')
  for (let page = 1; page < 8; page++) writeSync(file, Buffer.alloc(12_000, 0xa5), 0, 12_000, page * 16_384)
  closeSync(file)
  expect((await refusal('label', corrupt)).code).toBe('case-corrupt')
})

test('a case that another program holds locked', async () => {
  const locked = at('locked.tribunal')
  await document('new', locked)
  const other = new Sqlite(locked)
  other.pragma('locking_mode = EXCLUSIVE')
  other.exec('BEGIN EXCLUSIVE')
  const problem = await refusal('import', locked, practice.events)
  expect([problem.code, problem.where?.file]).toEqual(['case-locked', locked])
  expect((await tribunal('label', locked)).stderr).toMatch(/in use by another program; waiting up to 5 s/)
  other.exec('ROLLBACK')
  other.close()
  expect(evidence(locked)).toEqual([])
})

test('a case that cannot be written is checked as it stands', async () => {
  const unwritable = at('unwritable.tribunal')
  copyFileSync(at('practice/practice.tribunal'), unwritable)
  // SQLite follows no link to its shared memory.
  symlinkSync('nowhere', `${unwritable}-shm`)
  expect(await document('verify', unwritable)).toMatchObject({ ok: true })
  expect((await refusal('label', unwritable)).code).toBe('disk-failed')
})

test('steps out of order say which step is missing', async () => {
  const events = at('events-only.tribunal')
  await document('new', events)
  expect((await refusal('label', events)).code).toBe('no-events')
  await document('import', events, practice.events)
  expect((await refusal('label', events)).code).toBe('no-alerts')
  expect((await refusal('run', events)).advice).toMatch(/label/i)
  expect((await refusal('report', events, '--out', at('r'))).code).toBe('no-run')
  expect(existsSync(at('r'))).toBe(false)
})

test('an experiment that is no JSON, or not allowed, names the place', async () => {
  writeFileSync(at('broken.json'), '{\n  "seed": 7,\n  "model": }\n')
  expect((await refusal('run', path, at('broken.json'))).where).toMatchObject({
    file: at('broken.json'),
    line: 3,
  })
  writeFileSync(at('wrong.json'), '{"model": {"hidden": [0]}}')
  expect((await refusal('run', path, at('wrong.json'))).where).toMatchObject({ field: 'model.hidden.0' })
  writeFileSync(at('typo.json'), '{"sede": 7}')
  expect((await refusal('run', path, at('typo.json'))).message).toContain('sede')
})

test('a command that is not understood ends with 2, before anything is touched', async () => {
  for (const args of [
    ['bogus'],
    ['new'],
    ['label', path, '--before', '60'],
    ['label', path, '--class', 'x'],
    ['serve', '--port', '99999'],
  ]) {
    const ran = await tribunal(...args)
    expect([args.join(' '), ran.code, ran.stdout]).toEqual([args.join(' '), 2, ''])
    expect(ran.stderr).toContain('error:')
  }
})

test('for people, a problem is one line with its place and a line of advice', async () => {
  const ran = await tribunal('import', path, at('missing.csv'))
  expect([ran.code, ran.stdout]).toEqual([1, ''])
  expect(ran.stderr).toMatch(/^error: .*missing\.csv.*\n {2}\S/)
})

test('an output that cannot be written fails the command', () => {
  if (!existsSync('/dev/full')) return
  const full = openSync('/dev/full', 'w')
  const bin = join(import.meta.dirname, '../../../main/faces/terminal/bin.ts')
  const ran = spawnSync(process.execPath, [bin, 'verify', path, '--json'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  })
  closeSync(full)
  expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining('cannot be written')])
})

/** A file system of 1 MiB, where this process may make one. */
function smallDisk(): string | null {
  const place = at('small-disk')
  mkdirSync(place, { recursive: true })
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'ignore' })
  return made.status === 0 ? place : null
}
const disk = smallDisk()

test.skipIf(disk === null)(
  'a full disk: told as such, the case opens and holds nothing half-written (needs to mount)',
  async () => {
    const full = join(disk!, 'full.tribunal')
    try {
      await document('new', full)
      // Text that no compression makes small.
      const rows = Array.from({ length: 20_000 }, (_, n) =>
        JSON.stringify({ time: 1.7e9 + n, user: `u${n % 50}`, text: randomBytes(75).toString('base64') }),
      )
      writeFileSync(at('large.ndjson.gz'), gzipSync(rows.join('\n')))
      const problem = await refusal('import', full, at('large.ndjson.gz'))
      expect(problem.code).toBe('disk-full')
      expect(evidence(full)).toEqual([])
      expect(readdirSync(disk!).filter((name) => !name.startsWith('full.tribunal'))).toEqual([])
    } finally {
      execFileSync('umount', [disk!])
    }
  },
)

test('a file that is in the case as the other kind is refused: what was asked for is not there', async () => {
  const both = at('both.json')
  const result = { _time: '2026-01-05T08:00:00.000+00:00', search_name: 'S', user: 'ann', host: 'h' }
  writeFileSync(both, JSON.stringify([{ preview: false, result }]))
  const mapping = at('mapping.json')
  writeFileSync(
    mapping,
    JSON.stringify({ time: '_time', host: 'host', users: ['user'], action: null, labels: [] }),
  )
  const own = at('kinds.tribunal')
  await document('new', own)
  await document('alerts', own, both)
  const asCapture = await refusal('import', own, both, '--mapping', mapping)
  expect(asCapture).toMatchObject({ code: 'already-imported', where: { file: both } })
  expect(asCapture.message).toContain('alerts')
  const other = at('kinds-2.tribunal')
  await document('new', other)
  await document('import', other, both, '--mapping', mapping)
  expect(await refusal('alerts', other, both)).toMatchObject({ code: 'already-imported' })
})

test('a window longer than a year is refused in words, not in microseconds', async () => {
  const problem = await refusal('label', path, '--before', '99999d')
  expect(problem.message).toBe('--before may be 365d at most')
})

test('a practice case where a file or a case is already: refused, and nothing is left', async () => {
  writeFileSync(at('taken'), '')
  expect(await refusal('practice', at('taken'))).toMatchObject({ code: 'practice-exists' })
  mkdirSync(at('half'))
  writeFileSync(at('half/practice.tribunal'), '')
  expect(await refusal('practice', at('half'), '--events', '600')).toMatchObject({ code: 'case-exists' })
  expect(readdirSync(at('half'))).toEqual(['practice.tribunal'])
})

test('labeling says when no capture names accounts', async () => {
  const flows = at('flows.csv')
  writeFileSync(flows, 'time,bytes,packets\n2026-01-05T08:00:00Z,1,2\n2026-01-05T08:00:01Z,3,4\n')
  const alerts = at('flow-alerts.csv')
  writeFileSync(alerts, '_time,search_name,user\n2026-01-05T08:00:00Z,S,ann\n')
  const own = at('flows.tribunal')
  await document('new', own)
  await document('import', own, flows)
  await document('alerts', own, alerts)
  const { warnings } = await document<{ warnings: string[] }>('label', own)
  expect(warnings).toEqual([expect.stringContaining('No account column is known of flows.csv')])
})
