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

/**
 * One process. It is stopped (SIGSTOP) while nobody asks it: threads that wait busily for their next product would slow us
 * down, and ours do no work while it is asked.
 */
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
    process.once('exit', this.#kill)
  }

  ask(question: Question): Promise<number> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error(`the PyTorch peer ended: ${this.#errors}`))
      this.#child.once('exit', gone)
      this.#lines.once('line', (line) => {
        this.#child.off('exit', gone)
        this.#child.kill('SIGSTOP')
        resolve((JSON.parse(line) as { rate: number }).rate)
      })
      this.#child.kill('SIGCONT')
      this.#child.stdin.write(`${JSON.stringify(question)}\n`)
    })
  }

  end(): void {
    process.off('exit', this.#kill)
    this.#child.removeAllListeners('exit')
    this.#kill()
  }

  readonly #kill = (): void => void this.#child.kill('SIGKILL')
}

export class TorchPeer {
  readonly #servers: Server[]

  constructor(script: string) {
    const most = Math.min(4, availableParallelism())
    this.#servers = [...new Set([1, most])].map((threads) => new Server(script, threads))
  }

  /**
   * Tries every variant with every number of threads (the best of `tries` each).
   * @param trial makes less work of a question that takes minutes, to be tried instead of it
   * @returns a function that measures one round of the fastest; larger is faster
   */
  async fastest(
    variants: readonly Question[],
    tries = 3,
    trial: (question: Question) => Question = (question) => question,
  ): Promise<() => Promise<number>> {
    let best = { rate: 0, again: () => Promise.resolve(0) }
    for (const server of this.#servers)
      for (const question of variants) {
        let rate = 0
        for (let i = 0; i < tries; i++) rate = Math.max(rate, await server.ask(trial(question)))
        if (rate > best.rate) best = { rate, again: () => server.ask(question) }
      }
    return best.again
  }

  end(): void {
    for (const server of this.#servers) server.end()
  }
}
