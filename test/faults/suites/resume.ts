/**
 * kill -9 at seeded random moments of a training. Started again, the same command must resume and end in the weights and
 * scores of a run that nothing interrupted; the custody chain must be intact, and no checkpoint may stay behind.
 */
import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openCase } from '../../../main/case/case-file.ts'
import { checkCustody } from '../../../main/case/custody.ts'
import { listRuns } from '../../../main/case/runs.ts'
import { random } from '../../../main/engine/random.ts'
import { type FaultSuite, Tally } from '../rows.ts'

const KILLS = 10
/** By then there must be a checkpoint; a slow machine gets some grace. */
const FIRST_CHECKPOINT_MS = 2000
const bin = resolve(import.meta.dirname, '../../../main/faces/terminal/bin.ts')
/** A few seconds of training, in epochs of which a checkpoint is taken inside, between and after. */
const experiment = {
  engine: 'onnxruntime-cpu',
  protocols: ['E1'],
  model: { hidden: [128, 64], expertEpochs: 60, gateEpochs: 300, batchSize: 16 },
}

interface Ran {
  weightsHash: string
  scoresHash: string
  resumedAt: string | null
}

async function tribunal<T>(...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [bin, ...args, '--json'])
  return JSON.parse(stdout) as T
}

interface Trial {
  /** False when it was done before it could be killed. */
  killed: boolean
  /** Milliseconds that it trained. */
  trained: number
}

/** Runs, and is killed so many milliseconds after the training began; never when that is null. */
async function attempt(args: string[], after: number | null): Promise<Trial> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<boolean>((done) => child.once('exit', (code) => done(code === 0)))
  await new Promise<void>((begun) => {
    child.once('exit', () => begun())
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('training')) begun()
    })
  })
  const began = performance.now()
  if (after !== null) {
    await Promise.race([sleep(after), ended])
    child.kill('SIGKILL')
  }
  return { killed: !(await ended), trained: performance.now() - began }
}

function leftover(path: string): string | null {
  const c = openCase(path)
  try {
    if (!checkCustody(c).intact) return 'the custody chain is broken'
    if (listRuns(c).length !== 1) return `${listRuns(c).length} runs, not one`
    const rows = c.db.prepare<[], number>('SELECT count(*) FROM checkpoints').pluck().get()
    return rows !== 0 ? 'a checkpoint stayed behind' : null
  } finally {
    c.close()
  }
}

function compare(ran: Ran, whole: Ran, due: boolean): string | null {
  if (due && ran.resumedAt === null) return 'it began at the beginning'
  if (ran.weightsHash !== whole.weightsHash) return `other weights, resumed at ${ran.resumedAt}`
  return ran.scoresHash === whole.scoresHash ? null : `other scores, resumed at ${ran.resumedAt}`
}

export const resumeSuite: FaultSuite = {
  name: 'resume',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-resume-'))
    const [config, trial] = [join(folder, 'experiment.json'), join(folder, 'trial.tribunal')]
    try {
      writeFileSync(config, JSON.stringify(experiment))
      const made = await tribunal<{ case: string }>('practice', join(folder, 'practice'), '--events', '3000')
      await tribunal('label', made.case, '--before', '60s', '--after', '3m', '--anchor', 'last')
      const renew = () => {
        for (const end of ['', '-wal', '-shm']) rmSync(trial + end, { force: true })
        cpSync(made.case, trial)
      }
      const args = ['run', trial, config]
      renew()
      const whole = await tribunal<Ran>(...args)
      renew()
      const { trained } = await attempt(args, null)
      say(`training takes ${Math.round(trained)} ms undisturbed; killing ${KILLS} of them`)
      const draw = random(11)
      const [once, twice] = [new Tally(), new Tally()]
      // A run that was done before it was killed shows nothing and is tried again, a few times.
      for (let done = 0, tries = 0; done < KILLS && tries < 2 * KILLS; tries++) {
        renew()
        const moments =
          done % 3 === 2 ? [trained * 0.4 * draw(), trained * 0.2 * draw()] : [trained * 0.8 * draw()]
        let hit = true
        for (const moment of moments) hit = hit && (await attempt(args, moment)).killed
        if (!hit) continue
        done++
        const ran = await tribunal<Ran>(...args)
        const when = moments.map((ms) => Math.round(ms)).join(' and ')
        say(`killed ${when} ms into training; resumed at ${ran.resumedAt}`)
        // Before the first checkpoint there is nothing to go on from.
        const due = Math.max(...moments) > FIRST_CHECKPOINT_MS
        const tally = moments.length > 1 ? twice : once
        tally.add(compare(ran, whole, due) ?? leftover(trial))
      }
      return [
        once.row('resume', 'kill -9 at a random moment of a training'),
        twice.row('resume', 'the same, killed again after it resumed'),
      ]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
