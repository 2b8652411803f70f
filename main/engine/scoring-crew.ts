/**
 * Small networks are scored by this thread and, when there is much to do, by others beside it, each with a block of its own:
 * threads that share a block would wait for one another at every layer, and longer than a layer takes. Which thread a block
 * falls to does not change its scores.
 */
import { OpenModels, type OpenModel } from './open-models.ts'
import type { Runtime } from './onnx-session.ts'
import { Blocks, rowsABlock } from './scoring.ts'
import { helperEntry, ScoringHelper } from './scoring-helper.ts'
import { layoutOf } from './layout.ts'
import type { ScoreJob } from './types.ts'

/** Multiplications and additions from which starting a thread pays: some 50 ms of work. */
const MUCH = 2e9

export class ScoringCrew {
  readonly #runtime: Runtime
  readonly #most: number
  readonly #models: OpenModels
  #helpers: ScoringHelper[] | null = null

  /** @param threads how many may score at once, this one included */
  constructor(runtime: Runtime, threads: number) {
    this.#runtime = runtime
    this.#most = threads - 1
    this.#models = new OpenModels(runtime, (model) =>
      this.#helpers?.forEach((helper) => helper.forget(model)),
    )
  }

  /** Scores with a network that `isSmall`. */
  async score(job: ScoreJob): Promise<Float32Array> {
    const layout = layoutOf(job.weights)
    if (job.x.rows * layout.total >= MUCH) this.#start()
    return this.#models.use(job, rowsABlock(layout), (model) => this.#share(job, model))
  }

  async dispose(): Promise<void> {
    await this.#models.dispose()
    for (const helper of this.#helpers ?? []) helper.end()
    this.#helpers = null
  }

  #start(): void {
    const entry = this.#helpers === null && this.#most > 0 ? helperEntry() : null
    if (entry) this.#helpers = Array.from({ length: this.#most }, () => new ScoringHelper(entry))
  }

  async #share(job: ScoreJob, model: OpenModel): Promise<Float32Array> {
    const blocks = new Blocks(job, model.rows)
    const lent = new Map<ScoringHelper, Promise<void>>()
    const ownWork = async () => {
      for (let row = blocks.next(); row !== null; row = blocks.next()) {
        for (const helper of this.#helpers ?? [])
          if (helper.isReady && !lent.has(helper)) lent.set(helper, lend(helper, model, blocks))
        blocks.put(row, await this.#run(model, blocks.cut(row)))
        job.signal?.throwIfAborted()
      }
    }
    await ownWork()
    await Promise.all(lent.values())
    // What a helper that failed has given back.
    await ownWork()
    job.signal?.throwIfAborted()
    return blocks.result
  }

  async #run({ session, rows }: OpenModel, x: Float32Array): Promise<Float32Array> {
    const results = await session.run({ x: new this.#runtime.Tensor('float32', x, [rows, x.length / rows]) })
    return results[session.outputNames[0]!]!.data as Float32Array
  }
}

/** Has blocks scored by the helper, two on their way so that it need not wait for this thread. Never rejects. */
async function lend(helper: ScoringHelper, model: OpenModel, blocks: Blocks): Promise<void> {
  const line = async () => {
    for (let row = blocks.next(); row !== null; row = blocks.next()) {
      const scores = await helper.score(model, blocks.cut(row).slice()).catch(() => null)
      if (scores === null) return blocks.back(row)
      blocks.put(row, scores)
    }
  }
  await Promise.all([line(), line()])
}
