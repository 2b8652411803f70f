/** The browser face in a process of its own, as `tribunal serve` starts it: for end-to-end tests, pictures and benches. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

const bin = resolve(import.meta.dirname, '../../main/faces/terminal/bin.ts')

export interface Served {
  /** With its token. */
  url: string
  server: ChildProcess
}

/**
 * @param folder the settings go into `data` there
 * @param open a case to open
 * @throws when the server ends before it says where it listens
 */
export async function serve(folder: string, open?: string): Promise<Served> {
  const server = spawn(process.execPath, [bin, 'serve', ...(open === undefined ? [] : [open])], {
    cwd: folder,
    env: { ...process.env, TRIBUNAL_DATA: join(folder, 'data'), TRIBUNAL_NO_BROWSER: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await new Promise<string>((done, fail) => {
    let said = ''
    const hear = (chunk: Buffer): void => {
      said += String(chunk)
      const match = /http:\/\/127\.0\.0\.1:\d+\/\S*token=\S+/.exec(said)
      if (match) done(match[0])
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.once('exit', (code) => fail(new Error(`The server ended with ${code}: ${said}`)))
  })
  return { url, server }
}
