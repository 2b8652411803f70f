/** Which rows of a stored column of whole numbers lie in a range, in WebAssembly; see range-code.ts. */
import { rangeModule } from './range-code.ts'
import { SOME, SOME_NOT, STEP } from './row-answers.ts'

const PAGE = 1 << 16
const PLANES = 64

type Within = (at: number, end: number, stride: number, to: number, low: number, high: number) => number
type Kind = 'int8' | 'int16' | 'int32' | 'int64' | 'float64'
/** Numbers of a kind lie from minus this up to below it. */
const REACHES: Record<Kind, number> = {
  int8: 2 ** 7,
  int16: 2 ** 15,
  int32: 2 ** 31,
  int64: Infinity,
  float64: Infinity,
}
type Exports = Record<Kind, Within> & { present: (at: number, end: number, to: number) => number }

/** Rows as they are stored: where some are missing a bit for each, and as many byte planes as a number has bytes. */
export interface Planes {
  kind: Kind
  rows: number
  validity: Uint8Array | null
  bytes: Uint8Array
}

export class RangeKernel {
  readonly #memory = new WebAssembly.Memory({ initial: 4 })
  readonly #code: Exports

  constructor() {
    const module = new WebAssembly.Module(rangeModule())
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.#memory } })
    this.#code = exports as unknown as Exports
  }

  /**
   * @param low and `high`: both included, whole where the kind is
   * @returns true where all rows lie between them, false where none does, else a byte (1 or 0) a row; good until the next call
   */
  within({ kind, rows, validity, bytes }: Planes, low: number, high: number): boolean | Uint8Array {
    const reach = REACHES[kind]
    const least = Math.max(-reach, low)
    const most = Math.min(reach - 1, high)
    // Written so that NaN, which no number reaches, is refused as well.
    if (!(least <= most) || rows === 0) return false
    const stride = Math.ceil(rows / STEP) * STEP
    const width = bytes.length / rows
    const bits = PLANES + width * stride
    const to = bits + stride
    const memory = this.#room(to + stride)
    for (let k = 0; k < width; k++)
      repeatLast(memory, bytes.subarray(k * rows, (k + 1) * rows), PLANES + k * stride, stride)
    let found = this.#code[kind](
      PLANES,
      PLANES + stride,
      stride,
      to,
      least,
      reach < Infinity ? most - least : most,
    )
    if (validity && found & SOME) {
      memory.set(validity, bits)
      repeatLastBit(memory, bits, rows, stride)
      found = this.#code.present(bits, bits + (stride >> 3), to)
    }
    if (found === SOME) return true
    return found === (SOME | SOME_NOT) && memory.subarray(to, to + rows)
  }

  #room(length: number): Uint8Array {
    const missing = length - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE))
    return new Uint8Array(this.#memory.buffer)
  }
}

/** Rows are looked at by sixteen; what is behind the last one says the same as it, and so changes no answer. */
function repeatLast(memory: Uint8Array, plane: Uint8Array, at: number, stride: number): void {
  memory.set(plane, at)
  memory.fill(plane.at(-1)!, at + plane.length, at + stride)
}

function repeatLastBit(memory: Uint8Array, at: number, rows: number, stride: number): void {
  const last = at + ((rows - 1) >> 3)
  const above = 0xff << (((rows - 1) & 7) + 1)
  const present = (memory[last]! >> ((rows - 1) & 7)) & 1
  memory[last] = present ? memory[last]! | above : memory[last]! & ~above
  memory.fill(present ? 0xff : 0, last + 1, at + (stride >> 3))
}

let made: RangeKernel | null = null
/** The one of this thread. */
export const rangeKernel = (): RangeKernel => (made ??= new RangeKernel())
