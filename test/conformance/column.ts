/** One column of the matrix: every case, and whole trainings, on one engine; in a process of its own for GPUs. */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { candidates } from '../../main/engine/choice/candidates.ts'
import { cases } from '../unit/engine/conformance-cases.ts'
import { check, type Cell } from './check.ts'
import { engineOf, onGpu, openSubject, TOLERANCE, toleranceOf, type SubjectName } from './subjects.ts'
import { trainingError, trainings } from './trainings.ts'

export interface Column {
  engine: SubjectName
  tolerance: number
  /** Why the engine is not here; null when it is. */
  absent: string | null
  cells: Cell[]
  /** Operators that a GPU left to the processor. */
  left: string[]
}

const LIMIT_MILLISECONDS = 600_000

/** `quick` leaves the trainings of S2 out: on a card in software they take minutes. */
export type Length = 'quick' | 'whole'

/** Computes a column; never rejects. */
export async function column(engine: SubjectName, length: Length = 'whole'): Promise<Column> {
  const tolerance = TOLERANCE[engine]
  const left = new Set<string>()
  let subject
  try {
    subject = await openSubject(engine, (op) => void left.add(op))
  } catch (error) {
    return { engine, tolerance, absent: firstLine(error), cells: [], left: [] }
  }
  const cells: Cell[] = []
  for (const one of cases) cells.push(await check(one, subject, (kernels) => toleranceOf(engine, kernels)))
  // Which operators are used is the engine's own choice here.
  if (engine === engineOf(engine)) cells.push(...(await trained(engine, length)))
  return { engine, tolerance, absent: null, cells, left: [...left].sort() }
}

/** The same, where a crash of the engine is trouble of its column and not the end of the run. */
export async function columnApart(
  engine: SubjectName,
  env: NodeJS.ProcessEnv,
  length: Length = 'whole',
): Promise<Column> {
  if (!onGpu(engine)) return column(engine, length)
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const
  const child = fork(processEntry(), [engine, length], {
    stdio: [...stdio],
    env,
    timeout: LIMIT_MILLISECONDS,
  })
  const { promise, resolve } = Promise.withResolvers<Column>()
  child.once('message', (message) => resolve(message as Column))
  child.once('exit', (code, signal) => {
    const trouble = `its process ended (${signal ?? `exit code ${code}`})`
    const tolerance = TOLERANCE[engine]
    const cell = { name: 'all', kernels: [], tolerance, forward: null, gradient: null, trouble }
    resolve({ engine, tolerance, absent: null, cells: [cell], left: [] })
  })
  return promise
}

async function trained(name: SubjectName, length: Length): Promise<Cell[]> {
  const cells: Cell[] = []
  const engine = await candidates.find((one) => one.name === name)!.open()
  for (const [what, work] of trainingsOf(length)) {
    const cell = { name: what, kernels: [what], tolerance: TOLERANCE[name], gradient: null }
    try {
      cells.push({ ...cell, forward: await trainingError(work, engine), trouble: null })
    } catch (error) {
      cells.push({ ...cell, forward: null, trouble: firstLine(error) })
    }
  }
  await engine.dispose()
  return cells
}

const trainingsOf = (length: Length) => Object.entries(trainings).slice(0, length === 'quick' ? 1 : undefined)

const firstLine = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .split('\n')[0]!
    .slice(0, 200)

/** Beside this file, or beside the file that both were bundled into. */
function processEntry(): string {
  const places = ['column-process.ts', 'column-process.js'].map((name) => join(import.meta.dirname, name))
  return places.find((place) => existsSync(place)) ?? places[0]!
}
