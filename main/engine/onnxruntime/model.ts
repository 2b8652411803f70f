/** One model, and a session for each number of threads that may pay, opened when it is first tried. */
import type { InferenceSession } from 'onnxruntime-node'
import type { Layout } from '../training/layout.ts'
import {
  isLarge,
  openSession,
  waysFor,
  type Host,
  type Memory,
  type Runtime,
  type Threads,
} from './session.ts'
import { Pace } from './pace.ts'

export class OnnxModel {
  readonly #runtime: Runtime
  readonly #bytes: Uint8Array
  readonly #ways: Threads[]
  readonly #memory: Memory
  readonly #sessions: (InferenceSession | undefined)[] = []
  readonly #pace: Pace

  /**
   * @param work what for, rows at once and parameters: models that are alike in these share what is known of threads;
   *   `seldom` for one that stands by while another does most of the work
   */
  constructor(
    host: Host,
    bytes: Uint8Array,
    work: { what: string; rows: number; layout: Layout; seldom?: boolean },
  ) {
    this.#runtime = host.runtime
    this.#bytes = bytes
    this.#ways = waysFor(host.threads, work.rows, work.layout)
    this.#memory = isLarge(work.rows, work.layout) ? (work.seldom ? 'returned' : 'reused') : 'planned'
    const kind = `${work.what} ${work.rows} ${work.layout.total}`
    this.#pace = host.paces.get(kind) ?? new Pace(this.#ways.length)
    host.paces.set(kind, this.#pace)
  }

  /** Runs the model; `steps` is how much work that is, in any unit. */
  async run(feeds: InferenceSession.FeedsType, steps: number): Promise<InferenceSession.ReturnType> {
    const way = this.#pace.way
    const session = (this.#sessions[way] ??= await openSession(
      this.#runtime,
      this.#bytes,
      this.#ways[way]!,
      this.#memory,
    ))
    const started = performance.now()
    const results = await session.run(feeds)
    this.#pace.took(performance.now() - started, steps)
    return results
  }

  /** Gives the memory back that it keeps for its next run; that run takes it again. */
  async rest(): Promise<void> {
    if (this.#memory === 'reused') await this.release()
  }

  async release(): Promise<void> {
    for (const session of this.#sessions.splice(0)) await session?.release()
  }
}
