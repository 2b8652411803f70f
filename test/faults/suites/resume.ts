/**
 * kill -9 at seeded random moments of a training, of every system. Started again, the same command must resume and end in the
 * weights and scores of a run that nothing interrupted; the custody chain must be intact, and no checkpoint may stay behind.
 * The mixture's gate must have its whole history. Trees and densities keep no states: they begin again, and end the same.
 */
import { execFile, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openCase } from '../../../main/case/case-file.ts'
import { checkCustody } from '../../../main/case/custody.ts'
import { listRuns, readModels } from '../../../main/case/results/runs.ts'
import { mixSeed, random } from '../../../main/engine/random.ts'
import type { ExperimentInput } from '../../../preload/contract/experiment.ts'
import { type FaultRow, type FaultSuite, Tally, triesOf } from '../rows.ts'

const KILLS = 10
/** Of each of the others; as many as of the first with `--full`. */
const FEW_KILLS = 3
const bin = resolve(import.meta.dirname, '../../../main/faces/terminal/bin.ts')
interface Subject {
  what: string
  /** Labels: attacks by their alerts, or any attack against benign. */
  binary: boolean
  /** False where training keeps no states, and begins again. */
  resumes: boolean
  experiment: ExperimentInput
}

const common: ExperimentInput = { engine: 'onnxruntime-cpu', protocols: ['E1'] }
/** A few seconds of training each, in epochs of which a checkpoint is taken inside, between and after. */
const subjects: Subject[] = [
  {
    what: 'S1',
    binary: false,
    resumes: true,
    experiment: { ...common, model: { hidden: [128, 64], expertEpochs: 60, gateEpochs: 300, batchSize: 16 } },
  },
  {
    what: 'S2',
    binary: false,
    resumes: true,
    experiment: {
      ...common,
      baselines: [],
      model: { system: 'S2', tokenWidth: 16, heads: 2, pretrainEpochs: 2, epochs: 6, batchSize: 64 },
    },
  },
  {
    what: 'S3',
    // Its second training, without identifiers, is killed too.
    binary: true,
    resumes: true,
    experiment: {
      ...common,
      baselines: [],
      features: { identifiers: true },
      model: { system: 'S3', loss: 'binary', optimizer: 'adam', batchSize: 16, epochs: 150 },
    },
  },
  {
    what: 'trees',
    binary: false,
    resumes: false,
    experiment: { ...common, baselines: [], model: { learner: 'trees', rounds: 400 } },
  },
  {
    what: 'novelty',
    binary: false,
    resumes: false,
    experiment: { ...common, baselines: [], model: { system: 'novelty', components: [64, 128, 256] } },
  },
]

/** What the progress says while a system learns. */
const TRAINING = /training|growing|learning/

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
  /** Milliseconds that it trained, or ran. */
  trained: number
}

/**
 * Runs, and is killed so many milliseconds after it began; never when that is null.
 * @param seen where only the training counts; else the whole run does, since a short training is over before a log tells of it
 */
async function attempt(args: string[], after: number | null, seen: boolean): Promise<Trial> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<boolean>((done) => child.once('exit', (code) => done(code === 0)))
  await new Promise<void>((begun) => {
    child.once('exit', () => begun())
    if (!seen) begun()
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (TRAINING.test(text)) begun()
    })
  })
  const began = performance.now()
  if (after !== null) {
    await Promise.race([sleep(after), ended])
    child.kill('SIGKILL')
  }
  return { killed: !(await ended), trained: performance.now() - began }
}

/** Whether a killed run left a state to go on from; looked at in a copy, so that the next run finds the case as it was left. */
function leftState(path: string): boolean {
  const copy = `${path}.copy`
  const ends = ['', '-wal', '-shm']
  for (const end of ends) if (existsSync(path + end)) cpSync(path + end, copy + end)
  const c = openCase(copy)
  try {
    return c.db.prepare<[], number>('SELECT count(*) FROM checkpoints').pluck().get()! > 0
  } finally {
    c.close()
    for (const end of ends) rmSync(copy + end, { force: true })
  }
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

/** Epochs that each stored gate history holds, by model. */
function histories(path: string): string {
  const c = openCase(path)
  try {
    const [run] = listRuns(c)
    const metas = run ? readModels(c, run.id).map(({ meta }) => meta as { history?: unknown } | null) : []
    return JSON.stringify(metas.flatMap((meta) => meta?.history ?? []))
  } finally {
    c.close()
  }
}

/** Labels any attack as one class where a subject can tell no more apart. */
async function prepared(folder: string, binary: boolean): Promise<string> {
  const made = await tribunal<{ case: string }>(
    'practice',
    join(folder, `practice ${binary}`),
    '--events',
    '3000',
  )
  const classes = binary ? ['--top', '1'] : []
  await tribunal('label', made.case, '--before', '60s', '--after', '3m', '--anchor', 'last', ...classes)
  return made.case
}

/** Milliseconds of a training that are seen, if anything is. */
const SHORTEST = 100

/** A run that was done before it was killed shows nothing and is tried again, a few times. */
const PATIENCE = 4

/** Kills a run at moments drawn, every third time twice; the moments, or null when it was always done before. */
async function killed(
  kill: number,
  trained: number,
  draw: () => number,
  run: (moment: number) => Promise<Trial>,
  renew: () => void,
): Promise<number[] | null> {
  for (let tries = 0; tries < PATIENCE; tries++) {
    renew()
    const moments =
      kill % 3 === 2 ? [trained * 0.4 * draw(), trained * 0.2 * draw()] : [trained * 0.8 * draw()]
    let hit = true
    for (const moment of moments) hit = hit && (await run(moment)).killed
    if (hit) return moments
  }
  return null
}

async function trialsOf(
  subject: Subject,
  folder: string,
  kills: readonly number[],
  say: (line: string) => void,
): Promise<FaultRow[]> {
  const { what, experiment, resumes } = subject
  const [config, trial] = [join(folder, 'experiment.json'), join(folder, 'trial.tribunal')]
  writeFileSync(config, JSON.stringify(experiment))
  const made = await prepared(folder, subject.binary)
  const renew = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(trial + end, { force: true })
    cpSync(made, trial)
  }
  const args = ['run', trial, config]
  renew()
  const whole = await tribunal<Ran>(...args)
  const history = histories(trial)
  renew()
  const { trained } = await attempt(args, null, resumes)
  if (trained < SHORTEST) throw new Error(`${what}: nothing is seen of its training`)
  const work = resumes ? 'training' : 'the run'
  say(`${what}: ${work} takes ${Math.round(trained)} ms undisturbed; killing ${kills.length} of them`)
  const [once, twice] = [new Tally(), new Tally()]
  let went = 0
  for (const kill of kills) {
    const draw = random(mixSeed(11, what, kill))
    const moments = await killed(kill, trained, draw, (moment) => attempt(args, moment, resumes), renew)
    if (moments === null) {
      say(`${what}: was always done before kill ${kill}`)
      continue
    }
    // A run that was killed before its first checkpoint has nothing to go on from.
    const due = resumes && leftState(trial)
    if (due) went++
    const ran = await tribunal<Ran>(...args)
    const when = moments.map((ms) => Math.round(ms)).join(' and ')
    say(`${what}: killed ${when} ms into ${work}; resumed at ${ran.resumedAt}`)
    const tally = moments.length > 1 ? twice : once
    const other = histories(trial) === history ? null : 'another history of the gate'
    tally.add(compare(ran, whole, due) ?? other ?? leftover(trial))
  }
  if (resumes) say(`${what}: ${went} left a state and had to go on from it`)
  return [
    once.row('resume', `${what}: kill -9 at a random moment`),
    twice.row('resume', `${what}: killed again after it resumed`),
  ]
}

export const resumeSuite: FaultSuite = {
  name: 'resume',
  async run(say, { full, only, from, to }) {
    const rows: FaultRow[] = []
    for (const [i, subject] of subjects.entries()) {
      if (!subject.what.includes(only)) continue
      const kills = triesOf(full || i === 0 ? KILLS : FEW_KILLS, { from, to })
      const folder = mkdtempSync(join(tmpdir(), 'tribunal-resume-'))
      try {
        rows.push(...(await trialsOf(subject, folder, kills, say)))
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
    return rows
  },
}
