/** What each thread of a training does: opens the programs, takes pieces of the chunk until none is left, and runs them. */
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { openSession, type Runtime } from '../onnxruntime/session.ts'
import { takeRows } from '../training/rows.ts'
import { OrderedRows, type TakeRows } from './ordered.ts'
import { StepQueue, type Piece } from './queue.ts'
import { VECTORS, type SharedChunk, type SharedTraining } from './shared.ts'

type Feeds = Record<string, Tensor>

export class Parts {
  readonly #runtime: Runtime
  readonly #training: SharedTraining
  readonly #queue: StepQueue
  /** By rows a step. */
  readonly #sessions = new Map<number, InferenceSession>()
  #gather: InferenceSession | null = null
  readonly #x: Tensor
  readonly #pools: Feeds = {}
  /** Per network; the numbers below them change. */
  readonly #state: Feeds[]

  constructor(runtime: Runtime, training: SharedTraining) {
    this.#runtime = runtime
    this.#training = training
    const { x, pools, state, threads, queue } = training
    this.#x = this.#floats(x.data, [x.rows, x.columns])
    this.#queue = new StepQueue(state.length, threads, queue)
    for (const [name, pool] of pools) this.#pools[name] = this.#floats(pool, [pool.length])
    this.#state = state.map((own) =>
      Object.fromEntries(VECTORS.map((name) => [name, this.#floats(own[name], [own[name].length])])),
    )
  }

  /** Makes ready for chunks with so many rows a step. */
  async open(batch: number): Promise<InferenceSession> {
    const known = this.#sessions.get(batch)
    if (known) return known
    const session = await this.#open(this.#training.programs.get(batch)!.bytes)
    this.#sessions.set(batch, session)
    this.#gather ??= await this.#open(this.#training.gather)
    return session
  }

  /** Everybody begins anew with a chunk of so many steps; nobody may be at work. */
  fill(steps: number): void {
    this.#queue.fill(steps)
  }

  /** Works on the chunk until nothing is left for this thread; others may still be at work. */
  async work(chunk: SharedChunk, goOn: () => boolean = () => true): Promise<void> {
    const session = await this.open(chunk.batch)
    const rows = new OrderedRows(this.#takeRows, this.#training.x.columns, chunk)
    for (let piece = this.#queue.take(); piece && goOn(); piece = this.#queue.take()) {
      await this.#run(session, chunk, piece, rows)
      this.#queue.put(piece)
    }
  }

  async release(): Promise<void> {
    for (const session of this.#sessions.values()) await session.release()
    this.#sessions.clear()
    await this.#gather?.release()
    this.#gather = null
  }

  async #run(session: InferenceSession, chunk: SharedChunk, piece: Piece, rows: OrderedRows): Promise<void> {
    const { network, from, to } = piece
    const results = await session.run({
      ...this.#pools,
      ...this.#state[network],
      ...(await this.#steps(chunk, piece, rows)),
      ...this.#offsets(chunk, piece),
    })
    const state = this.#training.state[network]!
    for (const name of VECTORS) state[name].set(numbers(results[`${name}_next`]))
    const losses = numbers(results['losses'])
    const networks = this.#training.y.columns
    for (let step = from; step < to; step++) chunk.losses[step * networks + network] = losses[step - from]!
  }

  /** Rows and rates of the piece's steps; of y the network's column. */
  async #steps(
    { batch, order, rates }: SharedChunk,
    { network, from, to }: Piece,
    rows: OrderedRows,
  ): Promise<Feeds> {
    const { x, y } = this.#training
    const targets = new Float32Array((to - from) * batch)
    takeRows(y, order.subarray(from * batch, to * batch), targets, network, 1)
    return {
      x: this.#floats(await rows.take(from, to), [to - from, batch, x.columns]),
      y: this.#floats(targets, [to - from, batch, 1]),
      rates: this.#floats(rates.subarray(2 * from, 2 * to), [to - from, 2]),
    }
  }

  /** The layers of network k have the k-th piece of the mask that all networks have together (dropout.ts). */
  #offsets({ batch, offsets }: SharedChunk, { network, from, to }: Piece): Feeds {
    const { masks } = this.#training.programs.get(batch)!
    if (masks.length === 0) return {}
    const before = masks.map((mask) => BigInt(network * mask.size))
    const own = offsets
      .subarray(from * masks.length, to * masks.length)
      .map((offset, i) => offset + before[i % masks.length]!)
    return { offsets: new this.#runtime.Tensor('int64', own, [to - from, masks.length]) }
  }

  /** ONNX Runtime copies rows that lie all over the memory in half the time that it takes here. */
  readonly #takeRows: TakeRows = async (order, to) => {
    const shape = [order.length, this.#training.x.columns]
    const feeds = { x: this.#x, order: new this.#runtime.Tensor('int32', order, [order.length]) }
    await this.#gather!.run(feeds, { rows: this.#floats(to, shape) })
  }

  #open(bytes: Uint8Array): Promise<InferenceSession> {
    return openSession(this.#runtime, bytes, { count: 1, spin: false }, 'planned')
  }

  #floats(data: Float32Array, shape: number[]): Tensor {
    return new this.#runtime.Tensor('float32', data, shape)
  }
}

const numbers = (tensor: Tensor | undefined) => tensor!.data as Float32Array
