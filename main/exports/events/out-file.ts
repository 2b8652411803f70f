/**
 * A file that appears under its name only when it is whole: written beside it under a temporary name, hashed on the way, made
 * durable, then put in place. A name that is taken is left alone unless replacing was asked for.
 */
import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileExists, fileProblem } from './file-problem.ts'

const GATHERED = 1_048_576

export class OutFile {
  readonly path: string
  readonly #draft: string
  readonly #hash = createHash('sha256')
  #file: number | null
  #waiting: Uint8Array[] = []
  #gathered = 0
  #bytes = 0

  /** @throws Problem folder-missing, no-access, disk-full */
  constructor(path: string) {
    this.path = path
    this.#draft = join(dirname(path), `.${basename(path).slice(0, 200)}.${process.pid}.part`)
    this.#file = this.#try(() => {
      // What a process of the same number left behind when it was killed.
      rmSync(this.#draft, { force: true })
      return openSync(this.#draft, 'wx')
    })
  }

  /** Text goes out as UTF-8. The bytes may be kept for a while: they must not change. */
  write(data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    this.#waiting.push(bytes)
    this.#gathered += bytes.length
    if (this.#gathered >= GATHERED) this.#flush()
  }

  /** Ends the writing; the file still has its temporary name. */
  close(): { sha256: string; bytes: number } {
    this.#flush()
    this.#try(() => {
      fsyncSync(this.#file!)
      closeSync(this.#file!)
    })
    this.#file = null
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes }
  }

  /** @throws Problem file-exists: the name was taken meanwhile, or from the first */
  place(replace: boolean): void {
    this.#try(() => {
      if (replace || !this.#link()) renameSync(this.#draft, this.path)
      else rmSync(this.#draft, { force: true })
    })
  }

  /** Removes the unfinished file. */
  discard(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
    rmSync(this.#draft, { force: true })
  }

  /** A link cannot replace a file, however late one comes; where the disk has no links, looking first must do. */
  #link(): boolean {
    try {
      linkSync(this.#draft, this.path)
      return true
    } catch (error) {
      if (existsSync(this.path)) throw fileExists(this.path, error)
      return false
    }
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#waiting)
    this.#waiting = []
    this.#gathered = 0
    this.#hash.update(bytes)
    this.#bytes += bytes.length
    this.#try(() => {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file!, bytes, at)
    })
  }

  #try<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw fileProblem(error, this.path)
    }
  }
}
