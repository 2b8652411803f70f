/**
 * PyTorch beside us: long-lived processes of Debian's Python, one per number of threads, that are asked for one measured
 * round at a time. Each work is tried in every way it can be run there (threads, form of Adam), and the best is compared with.
 */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'

export const PYTHON = '/usr/bin/python3'
const PACKAGES = ['python3-torch', 'python3-xgboost', 'python3-sklearn']

/** What a peer is asked: the name of a work and its settings. */
export type Question = { work: string } & Record<string, unknown>

/** Whether Debian's Python has these modules. */
export function pythonHas(...modules: string[]): boolean {
  return spawnSync(PYTHON, ['-c', `import ${modules.join(', ')}`]).status === 0
}

/** Puts the peers on this machine with apt, which needs root. Throws with apt's own words. */
export function installPeers(): void {
  const done = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], {
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(`apt-get could not install ${PACKAGES.join(' ')}: ${done.stderr}`)
}

export const howToInstall = `apt-get install ${PACKAGES.join(' ')}, or npm run bench -- --install-peers as root`

class Server {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #lines: Interface
  #errors = ''

  constructor(script: string, threads: number) {
    const count = String(threads)
    const env = { ...process.env, OMP_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count }
    this.#child = spawn(PYTHON, [join(import.meta.dirname, 'peers', script)], { env })
    this.#child.stderr.on('data', (text: Buffer) => (this.#errors += text.toString()))
    this.#lines = createInterface({ input: this.#child.stdout })
  }

  ask(question: Question): Promise<number> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error(`the PyTorch peer ended: ${this.#errors}`))
      this.#child.once('exit', gone)
      this.#lines.once('line', (line) => {
        this.#child.off('exit', gone)
        resolve((JSON.parse(line) as { rate: number }).rate)
      })
      this.#child.stdin.write(`${JSON.stringify(question)}\n`)
    })
  }

  end(): void {
    this.#child.removeAllListeners('exit')
    this.#child.stdin.end()
  }
}

export class TorchPeer {
  readonly #servers: Server[]

  constructor(script: string) {
    const most = Math.min(4, availableParallelism())
    this.#servers = [...new Set([1, most])].map((threads) => new Server(script, threads))
  }

  /**
   * Tries every variant with every number of threads (the best of `tries` each).
   * @returns a function that measures one round of the fastest; larger is faster
   */
  async fastest(variants: readonly Question[], tries = 3): Promise<() => Promise<number>> {
    let best = { rate: 0, again: () => Promise.resolve(0) }
    for (const server of this.#servers)
      for (const question of variants) {
        const again = () => server.ask(question)
        let rate = 0
        for (let i = 0; i < tries; i++) rate = Math.max(rate, await again())
        if (rate > best.rate) best = { rate, again }
      }
    return best.again
  }

  end(): void {
    for (const server of this.#servers) server.end()
  }
}
