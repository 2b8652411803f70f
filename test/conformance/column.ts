/** One column of the matrix: every case, and a whole training, on one engine; in a process of its own for GPUs. */
import { fork } from 'node:child_process'
import { selfTest, largestError } from '../../main/engine/probe.ts'
import { createEagerEngine } from '../../main/engine/eager.ts'
import { candidates } from '../../main/engine/candidates.ts'
import { cases } from '../unit/engine/conformance-cases.ts'
import { check, type Cell } from './check.ts'
import { engineOf, onGpu, openSubject, TOLERANCE, toleranceOf, type SubjectName } from './subjects.ts'

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
/** The row of the self-test, which is no kernel. */
export const TRAINING = 'a whole training'

/** Computes a column; never rejects. */
export async function column(engine: SubjectName): Promise<Column> {
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
  // The training is the same for both dialects of the processor's engine.
  if (engine === engineOf(engine)) cells.push(await training(engine))
  return { engine, tolerance, absent: null, cells, left: [...left].sort() }
}

/** The same, where a crash of the engine is trouble of its column and not the end of the run. */
export async function columnApart(engine: SubjectName, env: NodeJS.ProcessEnv): Promise<Column> {
  if (!onGpu(engine)) return column(engine)
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const
  const child = fork(import.meta.filename, [engine], { stdio: [...stdio], env, timeout: LIMIT_MILLISECONDS })
  const { promise, resolve } = Promise.withResolvers<Column>()
  child.once('message', (message) => resolve(message as Column))
  child.once('exit', (code, signal) => {
    const trouble = `its process ended (${signal ?? `exit code ${code}`})`
    const tolerance = TOLERANCE[engine]
    const cell = { name: 'all', kernels: [TRAINING], tolerance, forward: null, gradient: null, trouble }
    resolve({ engine, tolerance, absent: null, cells: [cell], left: [] })
  })
  return promise
}

async function training(name: SubjectName): Promise<Cell> {
  const cell = { name: TRAINING, kernels: [TRAINING], tolerance: TOLERANCE[name], gradient: null }
  try {
    const engine = await candidates.find((one) => one.name === name)!.open()
    const expected = await selfTest(createEagerEngine('oracle', 'cpu', 'CPU'))
    const forward = largestError(await selfTest(engine), expected)
    await engine.dispose()
    return { ...cell, forward, trouble: null }
  } catch (error) {
    return { ...cell, forward: null, trouble: firstLine(error) }
  }
}

const firstLine = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .split('\n')[0]!
    .slice(0, 200)

if (process.argv[1] === import.meta.filename) {
  const found = await column(process.argv[2] as SubjectName)
  process.send?.(found, () => process.exit())
}
