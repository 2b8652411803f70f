/**
 * Hashes and compresses chunks, beside the parsing: on a thread of its own for large files, else right here. Both do the same
 * work (chunk-work.ts) in the same order, so that a case does not depend on which of them it was.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { EncodedChunk } from '../case/encode-chunk.ts'
import { portable, type FromThread, type ToThread } from './chunk-messages.ts'
import type { FilledChunk } from './chunk-rows.ts'
import { ChunkWork } from './chunk-work.ts'

export interface ChunkMaker {
  /** Takes a block of the original bytes, before its rows come. The block must not change afterwards. */
  original(block: Buffer): void
  passed(rows: { from: number; to: number } | null, byte: number): void
  /** Takes a chunk; its arrays are the caller's again afterwards. */
  chunk(chunk: FilledChunk): void
  /** Chunks that are ready, in order. Waits while more than a little is under way. @throws what went wrong meanwhile */
  ready(): Promise<EncodedChunk[]>
  /** The last chunks, and the SHA-256 of all blocks. */
  end(): Promise<{ chunks: EncodedChunk[]; sha256: string }>
  /** Ends the work, wherever it stands. */
  close(): void
}

/** Files below this many bytes are done before a thread has started. */
const WORTH_A_THREAD = 24 << 20
/** What may be under way on the thread: chunks, and bytes not yet hashed. */
const MOST_CHUNKS = 2
const MOST_BYTES = 48 << 20

/** @param size of the file on the disk */
export function chunkMaker(size: number): ChunkMaker {
  const entry = size < WORTH_A_THREAD ? null : threadEntry()
  return entry === null ? new ChunksHere() : new ChunksBeside(entry)
}

/** The thread's file: beside this one in the source, in the folder of the bundle or above it when built. */
function threadEntry(): string | null {
  const here = import.meta.dirname
  const places = [
    join(here, 'chunk-thread.ts'),
    join(here, 'chunk-thread.js'),
    join(here, '../chunk-thread.js'),
  ]
  return places.find((path) => existsSync(path)) ?? null
}

export class ChunksHere implements ChunkMaker {
  readonly #work = new ChunkWork()
  #made: EncodedChunk[] = []

  original(block: Buffer): void {
    this.#work.original(block)
  }

  passed(rows: { from: number; to: number } | null, byte: number): void {
    this.#work.passed(rows, byte)
  }

  chunk(chunk: FilledChunk): void {
    this.#made.push(this.#work.chunk(chunk))
  }

  async ready(): Promise<EncodedChunk[]> {
    return this.#made.splice(0)
  }

  async end(): Promise<{ chunks: EncodedChunk[]; sha256: string }> {
    return { chunks: this.#made.splice(0), sha256: this.#work.sha256() }
  }

  close(): void {}
}

export class ChunksBeside implements ChunkMaker {
  readonly #thread: Worker
  #made: EncodedChunk[] = []
  #chunks = 0
  #bytes = 0
  #sha256: string | null = null
  #failed: unknown = null
  #wake: () => void = () => {}

  constructor(entry: string) {
    this.#thread = new Worker(entry, { execArgv: [], name: 'chunks' })
    this.#thread.on('message', (message: FromThread) => this.#hear(message))
    this.#thread.on('error', (error) => this.#fail(error))
    this.#thread.on('exit', (code) => this.#fail(new Error(`The thread for chunks ended with ${code}`)))
  }

  original(block: Buffer): void {
    this.#bytes += block.length
    this.#say({ say: 'original', block })
  }

  passed(rows: { from: number; to: number } | null, byte: number): void {
    this.#say({ say: 'passed', rows, byte })
  }

  chunk(chunk: FilledChunk): void {
    this.#chunks++
    const { copy, transfer } = portable(chunk)
    this.#say({ say: 'chunk', chunk: copy }, transfer)
  }

  async ready(): Promise<EncodedChunk[]> {
    await this.#until(() => this.#chunks <= MOST_CHUNKS && this.#bytes <= MOST_BYTES)
    return this.#made.splice(0)
  }

  async end(): Promise<{ chunks: EncodedChunk[]; sha256: string }> {
    this.#say({ say: 'end' })
    await this.#until(() => this.#sha256 !== null)
    return { chunks: this.#made.splice(0), sha256: this.#sha256! }
  }

  close(): void {
    this.#thread.removeAllListeners()
    // A thread that dies while it is being ended has nothing left to say.
    this.#thread.on('error', () => {})
    void this.#thread.terminate()
  }

  #say(message: ToThread, transfer: ArrayBuffer[] = []): void {
    this.#thread.postMessage(message, transfer)
  }

  #hear(message: FromThread): void {
    if (message.say === 'hashed') this.#bytes -= message.bytes
    else if (message.say === 'made') {
      this.#chunks--
      this.#made.push(message.chunk)
    } else this.#sha256 = message.sha256
    this.#wake()
  }

  #fail(error: unknown): void {
    this.#failed ??= error
    this.#wake()
  }

  async #until(done: () => boolean): Promise<void> {
    while (!done()) {
      if (this.#failed !== null) throw this.#failed
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#failed !== null) throw this.#failed
  }
}
