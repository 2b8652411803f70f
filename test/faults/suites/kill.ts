/**
 * kill -9 at seeded random moments of an import. The case must open, hold what it held before, and have the interrupted
 * source whole or not at all; the custody chain must be intact.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase, openCase } from '../../../main/case/case-file.ts'
import { checkCustody } from '../../../main/case/custody.ts'
import { listSources } from '../../../main/case/sources.ts'
import { random } from '../../../main/engine/random.ts'
import { type FaultSuite, Tally } from '../rows.ts'

const KILLS = 30
const FULL = 200
const FIRST = 500
/** Large enough to be read by several threads, in several segments. */
const SECOND = 300_000
const bin = resolve(import.meta.dirname, '../../../main/faces/terminal/bin.ts')

function capture(path: string, rows: number, seed: number): void {
  const draw = random(seed)
  const lines = Array.from({ length: rows }, (_, i) => {
    const time = new Date(1_770_000_000_000 + i * 900).toISOString()
    return `${time},HOST-${i % 7},user${Math.floor(draw() * 40)},${4600 + Math.floor(draw() * 90)},"said ${draw()}"`
  })
  writeFileSync(path, `TimeCreated,Computer,User,EventID,Message\n${lines.join('\n')}\n`)
}

/** Milliseconds that an undisturbed import takes here, to spread the kills over. */
async function importing(path: string, csv: string, killAfter: number | null): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, [bin, 'import', path, csv], { stdio: 'ignore' })
  const ended = new Promise((done) => child.once('exit', done))
  if (killAfter !== null) {
    await Promise.race([sleep(killAfter), ended])
    child.kill('SIGKILL')
  }
  await ended
  return performance.now() - started
}

function outcome(path: string): string | null {
  const c = openCase(path)
  try {
    const sources = listSources(c)
    if (sources[0]?.accepted !== FIRST) return 'the earlier source is gone or changed'
    if (sources.length > 2) return `${sources.length} sources`
    if (sources[1] && sources[1].accepted !== SECOND) return `a partial source: ${sources[1].accepted} rows`
    return checkCustody(c).intact ? null : 'the custody chain is broken'
  } finally {
    c.close()
  }
}

export const killSuite: FaultSuite = {
  name: 'kill',
  async run(say, full) {
    const kills = full ? FULL : KILLS
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-kill-'))
    const [small, large, base] = ['small.csv', 'large.csv', 'base.tribunal'].map((name) =>
      join(folder, name),
    ) as [string, string, string]
    try {
      capture(small, FIRST, 1)
      capture(large, SECOND, 2)
      const c = createCase(base)
      await importCapture(c, { path: small }, { progress: () => {}, signal: new AbortController().signal })
      c.close()
      const trial = join(folder, 'trial.tribunal')
      cpSync(base, trial)
      const whole = await importing(trial, large, null)
      say(`an import takes ${Math.round(whole)} ms undisturbed; killing ${kills} of them`)
      const draw = random(9)
      const tally = new Tally()
      for (let i = 0; i < kills; i++) {
        for (const end of ['', '-wal', '-shm']) rmSync(trial + end, { force: true })
        cpSync(base, trial)
        await importing(trial, large, whole * (0.1 + 0.9 * draw()))
        tally.add(
          await Promise.resolve()
            .then(() => outcome(trial))
            .catch((error: Error) => error.message),
        )
      }
      return [tally.row('kill', 'kill -9 at a random moment of an import')]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
