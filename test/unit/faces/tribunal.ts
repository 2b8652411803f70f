/** Runs the real command line, as a person would. */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const bin = join(import.meta.dirname, '../../../main/faces/terminal/bin.ts')

export interface Ran {
  code: number
  stdout: string
  stderr: string
}

export function tribunal(...args: string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TRIBUNAL_NO_BROWSER: '1' }
    const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const ran = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (ran.stdout += piece))
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (ran.stderr += piece))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, ...ran }))
  })
}

/** The JSON document of a command that must succeed. */
export async function document<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  const ran = await tribunal(...args, '--json')
  if (ran.code !== 0)
    throw new Error(`tribunal ${args.join(' ')} ended with ${ran.code}: ${ran.stdout}${ran.stderr}`)
  return JSON.parse(ran.stdout) as T
}

export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'terminal-'))
}
