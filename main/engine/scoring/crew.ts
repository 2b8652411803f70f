/**
 * Small networks are scored by this thread and, when there is much to do, by others beside it, each with a block of its own:
 * threads that share a block would wait for one another at every layer, and longer than a layer takes. Which thread a block
 * falls to does not change its scores.
 */
import { OpenModels, type OpenModel } from './open-models.ts'
import type { Runtime } from '../onnxruntime/session.ts'
import { Blocks, readAndFree } from './scoring.ts'
import { helperEntry, ScoringHelper, type Lent } from './helper.ts'
import type { ScoreJob } from '../types.ts'

/** Multiplications and additions from which another thread pays: some 50 ms of work. */
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

  /** Scores with a network that `isForEach`. */
  async score(job: ScoreJob): Promise<Float32Array> {
    return this.#models.use(job, (model) => {
      const much = job.x.rows * model.multiplications >= MUCH
      if (much) this.#start()
      return this.#share(job, model, much)
    })
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

  async #share(job: ScoreJob, model: OpenModel, much: boolean): Promise<Float32Array> {
    const blocks = new Blocks(job, model.rows)
    const lent: Lent[] = []
    try {
      await this.#work(job, model, blocks, () => {
        if (much) lent.push(...this.#free(job, model))
        return lent
      })
    } finally {
      await Promise.all(lent.map((one) => one.end(blocks)))
    }
    // What a helper that failed has given back.
    await this.#work(job, model, blocks, () => [])
    return blocks.result
  }

  /** Scores blocks until there are none left that nobody has begun; between two of them the helpers are tended. */
  async #work(job: ScoreJob, model: OpenModel, blocks: Blocks, helping: () => Lent[]): Promise<void> {
    for (;;) {
      job.signal?.throwIfAborted()
      const lent = helping()
      for (const { desk } of lent) desk.tend(blocks)
      const row = blocks.next() ?? reclaimed(lent)
      if (row === null) return
      await this.#run(model, blocks.cut(row), (scores) => blocks.put(row, scores))
    }
  }

  /** The helpers that have nothing to do and the model open. */
  #free({ parts, columns }: ScoreJob, model: OpenModel): Lent[] {
    const free = (this.#helpers ?? []).filter((helper) => helper.isFree)
    return free.map((helper) => helper.lend(model, parts ?? [columns])).filter((one) => one !== null)
  }

  /** Has `use` read the scores of a block. */
  async #run(
    { session, shape }: OpenModel,
    x: Float32Array,
    use: (scores: Float32Array) => void,
  ): Promise<void> {
    const results = await session.run({ x: new this.#runtime.Tensor('float32', x, shape) })
    readAndFree(results[session.outputNames[0]!]!.data as Float32Array, use)
  }
}

function reclaimed(lent: Lent[]): number | null {
  for (const { desk } of lent) {
    const row = desk.reclaim()
    if (row !== null) return row
  }
  return null
}
