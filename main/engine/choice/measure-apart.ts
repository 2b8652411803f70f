/**
 * A candidate tried in a process of its own, with a time limit. Drivers of graphics cards crash and hang, and neither
 * must take the program along; what they print is kept off our own output.
 */
import { fork } from 'node:child_process'
import type { EngineName } from '../../../preload/contract/engines.ts'
import { programFile } from '../../case/program-file.ts'
import { Measured, NOTHING } from './measure.ts'
import { said } from './said.ts'

/** A first start of a card compiles its programs, which takes seconds. */
const LIMIT_MILLISECONDS = 60_000

interface Limits {
  milliseconds?: number
  /** Another program than probe-process, for tests. */
  entry?: string
}

/** Tries the candidate of this name. Never rejects: a crash or silence is the candidate's trouble. */
export async function measureApart(name: EngineName, limits: Limits = {}): Promise<Measured> {
  const entry = limits.entry ?? probeEntry()
  if (entry === null) return { ...NOTHING, trouble: 'The program that would try it is missing' }
  const milliseconds = limits.milliseconds ?? LIMIT_MILLISECONDS
  try {
    return await heard(entry, name, milliseconds)
  } catch (error) {
    return { ...NOTHING, trouble: said(error) }
  }
}

function heard(entry: string, name: string, milliseconds: number): Promise<Measured> {
  // Under Electron the same binary is Node when it is told so; packaged, it may refuse, and then this candidate is out.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const child = fork(entry, [name], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env })
  const { promise, resolve, reject } = Promise.withResolvers<Measured>()
  const timer = setTimeout(() => {
    reject(new Error(`It did not answer within ${milliseconds / 1000} seconds`))
  }, milliseconds)
  child.once('message', (message) => {
    const found = Measured.safeParse(message)
    if (found.success) resolve(found.data)
    else reject(new Error('Its answer cannot be understood'))
  })
  child.once('error', reject)
  child.once('exit', (code, signal) => {
    reject(new Error(`It crashed while it was tried (${signal ? `signal ${signal}` : `exit code ${code}`})`))
  })
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  return promise.finally(() => {
    clearTimeout(timer)
    process.off('exit', end)
    end()
  })
}

/** The program of that process; null where it was not built. */
const probeEntry = (): string | null => programFile(import.meta.url, './probe-process.ts', 'probe-process.js')
