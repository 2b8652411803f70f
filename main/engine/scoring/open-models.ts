/**
 * Models stay open for a while after a scoring: evaluation scores the same network many times, and opening
 * one takes as long as scoring ten thousand rows. They are found again by their function and by the bits of their weights.
 */
import type { InferenceSession } from 'onnxruntime-node'
import { layoutOf, pack } from '../training/layout.ts'
import { inputShape, openSession, type Runtime } from '../onnxruntime/session.ts'
import { rowsABlock } from './scoring.ts'
import { compileBlocks, costOf } from '../trace/compile.ts'
import type { ForwardFunction, ScoreJob, Weights } from '../types.ts'

/** How many are kept that nobody uses. */
const KEPT = 2

export interface OpenModel {
  id: number
  bytes: Uint8Array
  /** Rows of a block; it takes no other number. */
  rows: number
  features: number
  /** Numbers that it gives for a row. */
  columns: number
  /** What it takes for a row. */
  multiplications: number
  session: InferenceSession
  /** The shape in which the session takes a block's numbers. */
  shape: number[]
}

interface Entry extends OpenModel {
  forward: ForwardFunction
  /** Names and shapes, and all numbers in their order: weights may be written to after they were scored with. */
  shapes: string
  vector: Float32Array
  users: number
}

export class OpenModels {
  readonly #runtime: Runtime
  readonly #closed: (model: number) => void
  /** The last used one is the last. */
  #entries: Entry[] = []
  #count = 0

  /** @param closed told when a model will not be used again */
  constructor(runtime: Runtime, closed: (model: number) => void) {
    this.#runtime = runtime
    this.#closed = closed
  }

  /** Gives `work` the model of the job. */
  async use<T>(job: ScoreJob, work: (model: OpenModel) => Promise<T>): Promise<T> {
    const entry = this.#entries.find((one) => isOf(one, job)) ?? (await this.#open(job))
    this.#entries = [...this.#entries.filter((other) => other !== entry), entry]
    entry.users++
    try {
      return await work(entry)
    } finally {
      entry.users--
      await this.#trim(KEPT)
    }
  }

  /** Closes those that nobody uses. */
  async dispose(): Promise<void> {
    await this.#trim(0)
  }

  async #open({ weights, forward, x, columns }: ScoreJob): Promise<Entry> {
    const { multiplications, breadth } = costOf(weights, forward, x.columns)
    const rows = rowsABlock(breadth)
    const bytes = compileBlocks(weights, forward, rows, x.columns)
    const session = await openSession(this.#runtime, bytes, { count: 1, spin: false }, 'planned')
    const known = {
      shape: inputShape(session),
      forward,
      features: x.columns,
      columns,
      multiplications,
      shapes: shapesOf(weights),
      vector: pack(weights, layoutOf(weights)),
    }
    return { id: this.#count++, bytes, rows, session, ...known, users: 0 }
  }

  async #trim(most: number): Promise<void> {
    const idle = this.#entries.filter((entry) => entry.users === 0)
    const leaving = idle.slice(0, Math.max(0, idle.length - most))
    this.#entries = this.#entries.filter((entry) => !leaving.includes(entry))
    for (const { id, session } of leaving) {
      this.#closed(id)
      await session.release()
    }
  }
}

function isOf(entry: Entry, { forward, weights, x, columns }: ScoreJob): boolean {
  if (entry.forward !== forward || entry.shapes !== shapesOf(weights)) return false
  if (entry.features !== x.columns || entry.columns !== columns) return false
  let offset = 0
  return Object.values(weights).every(({ data }) => {
    const own = entry.vector.subarray(offset, (offset += data.length))
    return Buffer.compare(bytesOf(own), bytesOf(data)) === 0
  })
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength)

const shapesOf = (weights: Weights) =>
  JSON.stringify(Object.entries(weights).map(([name, { shape }]) => [name, shape]))
