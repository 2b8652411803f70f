/** A PyTorch peer on the graphics card, asked a line at a time; null answers where there is none. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'

export class CudaPeer {
  readonly #child: ChildProcess
  readonly #lines: Interface
  #errors = ''
  #gone = false

  /** @param folder where torch_cuda.py and the peer's script lie */
  constructor(folder: string, script: string) {
    this.#child = spawn('python3', [join(folder, 'torch_cuda.py'), join(folder, script)])
    this.#child.stderr?.on(
      'data',
      (chunk: Buffer) => (this.#errors = (this.#errors + String(chunk)).slice(-300)),
    )
    this.#lines = createInterface({ input: this.#child.stdout! })
    this.#child.on('error', () => (this.#gone = true))
    this.#lines.on('close', () => (this.#gone = true))
  }

  /** The rate of one round, larger for faster; null where Python, PyTorch or the card is missing. */
  async ask(question: object): Promise<number | null> {
    if (this.#gone) return null
    const { promise, resolve } = Promise.withResolvers<number | null>()
    this.#lines.once('line', (line) => resolve((JSON.parse(line) as { rate: number }).rate))
    this.#lines.once('close', () => resolve(null))
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`, () => {})
    return promise
  }

  /** The end of what it said on its error stream. */
  get errors(): string {
    return this.#errors.trim()
  }

  end(): void {
    this.#child.kill()
  }
}
