/** What each thread of a training does: opens the programs, takes pieces of the chunk until none is left, and runs them. */
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { openSession, type Runtime } from '../onnxruntime/session.ts'
import { takeRows } from '../training/rows.ts'
import { OrderedRows } from './ordered.ts'
import { StepQueue, type Piece } from './queue.ts'
import { VECTORS, type Program, type SharedChunk, type SharedTraining } from './shared.ts'

type Feeds = Record<string, Tensor>

export class Parts {
  readonly #runtime: Runtime
  readonly #training: SharedTraining
  readonly #queue: StepQueue
  /** By size of the group. */
  readonly #sessions = new Map<number, InferenceSession>()
  readonly #pools: Feeds = {}
  /** Per group; the numbers below them change. */
  readonly #state: Feeds[]

  constructor(runtime: Runtime, training: SharedTraining) {
    this.#runtime = runtime
    this.#training = training
    const { pools, state, groups, threads, queue } = training
    this.#queue = new StepQueue(
      groups.map(({ size }) => size),
      threads,
      queue,
    )
    for (const [name, pool] of pools) this.#pools[name] = this.#floats(pool, [pool.length])
    this.#state = state.map((own) =>
      Object.fromEntries(VECTORS.map((name) => [name, this.#floats(own[name], [own[name].length])])),
    )
  }

  async open(): Promise<void> {
    for (const [size, { bytes }] of this.#training.programs)
      this.#sessions.set(size, await openSession(this.#runtime, bytes, { count: 1, spin: false }, 'planned'))
  }

  /** Everybody begins anew with a chunk of so many steps; nobody may be at work. */
  fill(steps: number): void {
    this.#queue.fill(steps)
  }

  /** Works on the chunk until nothing is left for this thread; others may still be at work. */
  async work(chunk: SharedChunk, goOn: () => boolean = () => true): Promise<void> {
    const rows = new OrderedRows(this.#training.x, this.#training.batch, chunk)
    for (let piece = this.#queue.take(); piece && goOn(); piece = this.#queue.take()) {
      await this.#run(chunk, piece, rows)
      this.#queue.put(piece)
    }
  }

  async release(): Promise<void> {
    for (const session of this.#sessions.values()) await session.release()
    this.#sessions.clear()
  }

  async #run(chunk: SharedChunk, piece: Piece, rows: OrderedRows): Promise<void> {
    const { groups, state, programs, y } = this.#training
    const { first, size } = groups[piece.group]!
    const feeds = {
      ...this.#pools,
      ...this.#state[piece.group],
      ...this.#steps(chunk, piece, rows),
      ...this.#offsets(chunk, piece, programs.get(size)!),
    }
    const results = await this.#sessions.get(size)!.run(feeds)
    for (const name of VECTORS) state[piece.group]![name].set(numbers(results[`${name}_next`]))
    const losses = numbers(results['losses'])
    for (let step = piece.from, at = 0; step < piece.to; step++, at += size)
      chunk.losses.set(losses.subarray(at, at + size), step * y.columns + first)
  }

  /** Rows and rates of the piece's steps; of y the columns of its networks. */
  #steps({ order, rates }: SharedChunk, { group, from, to }: Piece, rows: OrderedRows): Feeds {
    const { batch, groups, x, y } = this.#training
    const { first, size } = groups[group]!
    const targets = new Float32Array((to - from) * batch * size)
    takeRows(y, order.subarray(from * batch, to * batch), targets, first, size)
    return {
      x: this.#floats(rows.take(from, to), [to - from, batch, x.columns]),
      y: this.#floats(targets, [to - from, batch, size]),
      rates: this.#floats(rates.subarray(2 * from, 2 * to), [to - from, 2]),
    }
  }

  /** The layers of network k have the k-th piece of the mask that all networks have together (dropout.ts). */
  #offsets({ offsets }: SharedChunk, { group, from, to }: Piece, { masks }: Program): Feeds {
    if (masks.length === 0) return {}
    const { first, size } = this.#training.groups[group]!
    const before = masks.map((mask) => BigInt((first * mask.size) / size))
    const own = offsets
      .subarray(from * masks.length, to * masks.length)
      .map((offset, i) => offset + before[i % masks.length]!)
    return { offsets: new this.#runtime.Tensor('int64', own, [to - from, masks.length]) }
  }

  #floats(data: Float32Array, shape: number[]): Tensor {
    return new this.#runtime.Tensor('float32', data, shape)
  }
}

const numbers = (tensor: Tensor | undefined) => tensor!.data as Float32Array
