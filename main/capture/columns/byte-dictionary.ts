/**
 * Distinct values of a text column from bytes. They are looked up, compared and kept in the memory of a kernel (text-kernel-code.ts); only
 * distinct values are ever decoded, and only when somebody asks for them.
 */
import type { Utf8List } from '../../case/evidence/chunks.ts'
import type { Dictionary } from './dictionary.ts'
import { decodeText } from '../encoding.ts'
import { DICTIONARY } from './text-kernel-code.ts'
import { TextKernel } from './text-kernel.ts'

export class ByteDictionary implements Dictionary {
  readonly kernel: TextKernel
  /** In the kernel's memory. */
  readonly address: number

  constructor(kernel = new TextKernel()) {
    this.kernel = kernel
    this.address = kernel.dictionary()
  }

  get size(): number {
    return this.#word('size')
  }

  addText(text: string): number {
    const bytes = Buffer.from(text)
    return this.addBytes(bytes, 0, bytes.length)
  }

  /** Code of the value bytes[from, to), which lie anywhere. */
  addBytes(bytes: Uint8Array, from: number, to: number): number {
    if (from === to) return 0
    const { heap } = this.kernel
    const room = heap.room(to - from)
    heap.bytes.set(bytes.subarray(from, to), room)
    const code = this.kernel.add(this.address, room, room + to - from)
    heap.free(room, to - from)
    return code
  }

  /** Adds every text of a list. */
  addList({ bytes, offsets }: Utf8List): void {
    const { heap, add } = this.kernel
    const room = heap.room(bytes.length + 1)
    heap.bytes.set(bytes, room)
    for (let i = 0; i + 1 < offsets.length; i++) add(this.address, room + offsets[i]!, room + offsets[i + 1]!)
    heap.free(room, bytes.length + 1)
  }

  /** Whether all values together have at most so many characters (UTF-16 units). */
  fits(most: number): boolean {
    const { bytes } = this.#list()
    return bytes.length <= most || bytes.toString('utf8').length <= most
  }

  values(): string[] {
    const list = ['']
    const { offsets, bytes } = this.#list()
    const ascii = this.#word('high') === 0
    const all = ascii ? bytes.toString('latin1') : ''
    for (let code = 1; code < offsets.length - 1; code++) {
      const [start, end] = [offsets[code]!, offsets[code + 1]!]
      list.push(ascii ? all.slice(start, end) : decodeText(bytes.subarray(start, end)))
    }
    return list
  }

  /** Null where bytes are not plain ASCII: they may have to be read as Windows-1252. */
  utf8(): Utf8List | null {
    return this.#word('high') === 0 ? this.#list() : null
  }

  clear(): void {
    this.kernel.clear(this.address)
  }

  #word(field: keyof typeof DICTIONARY): number {
    return this.kernel.heap.words[(this.address + DICTIONARY[field]) >> 2]!
  }

  #list(): { bytes: Buffer; offsets: Int32Array } {
    const { bytes, words } = this.kernel.heap
    const first = this.#word('offsets') >> 2
    const offsets = words.subarray(first, first + this.size + 2)
    const arena = this.#word('arena')
    return { offsets, bytes: bytes.subarray(arena, arena + offsets.at(-1)!) }
  }
}
