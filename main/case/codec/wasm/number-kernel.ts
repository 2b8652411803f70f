/** What storing a column of numbers asks of all its values, in WebAssembly: statistics, decimals, narrow whole numbers as byte planes. */
import { numberModule } from './number-code.ts'

const PAGE = 1 << 16
const ANSWER = 0
const VALUES = 64

interface Exports {
  measure: (at: number, end: number, answer: number) => void
  scale: (at: number, end: number, to: number, by: number, answer: number) => void
  planes1: Planes
  planes2: Planes
  planes4: Planes
  planes8: Planes
}
type Planes = (at: number, end: number, to: number, stride: number) => void

/** Of the values present; `min` and `max` are infinite when none is. `whole`: every one is a whole number, none minus zero. */
export interface NumberStats {
  nulls: number
  min: number
  max: number
  whole: boolean
}

/** Works on one column at a time: {@link load} it first. */
export class NumberKernel {
  readonly #memory = new WebAssembly.Memory({ initial: 32 })
  readonly #code: Exports
  #rows = 0
  /** Rows up to the next multiple of 16. */
  #padded = 0

  constructor() {
    const module = new WebAssembly.Module(numberModule())
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.#memory } })
    this.#code = exports as unknown as Exports
  }

  load(data: Float64Array): void {
    this.#rows = data.length
    this.#padded = Math.max(16, Math.ceil(data.length / 16) * 16)
    // The values, the whole numbers made of them, and the planes.
    const missing = VALUES + 24 * this.#padded - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE))
    const values = new Float64Array(this.#memory.buffer, VALUES, this.#padded)
    values.set(data)
    values.fill(Number.NaN, data.length)
  }

  measure(): NumberStats {
    this.#code.measure(VALUES, this.#scaled, ANSWER)
    const answer = new Float64Array(this.#memory.buffer, ANSWER, 8)
    const [one = 0, , two = 0] = new Int32Array(this.#memory.buffer, ANSWER, 3)
    return {
      nulls: one + two - (this.#padded - this.#rows),
      min: Math.min(answer[2]!, answer[3]!),
      max: Math.max(answer[4]!, answer[5]!),
      whole: this.#all(48),
    }
  }

  /**
   * Makes whole numbers of the values times `by`.
   * @returns the largest of their sizes; null when dividing by `by` does not give back every value to the bit
   */
  scale(by: number): number | null {
    this.#code.scale(VALUES, this.#scaled, this.#scaled, by, ANSWER)
    const most = new Float64Array(this.#memory.buffer, ANSWER, 2)
    return this.#all(16) ? Math.max(most[0]!, most[1]!) : null
  }

  /**
   * Whole numbers that fit `width` bytes, shuffled as in shuffle.ts; NaN is 0.
   * @param scaled those of the last {@link scale}, else the values themselves
   */
  planes(width: 1 | 2 | 4 | 8, scaled: boolean, to: Uint8Array): void {
    const from = scaled ? this.#scaled : VALUES
    const planes = VALUES + 16 * this.#padded
    this.#code[`planes${width}`](from, from + 8 * this.#padded, planes, this.#padded)
    for (let k = 0; k < width; k++)
      to.set(new Uint8Array(this.#memory.buffer, planes + k * this.#padded, this.#rows), k * this.#rows)
  }

  get #scaled(): number {
    return VALUES + 8 * this.#padded
  }

  #all(answer: number): boolean {
    return new Int32Array(this.#memory.buffer, answer, 4).every((word) => word === -1)
  }
}

let made: NumberKernel | null = null
/** The one of this thread. */
export const numberKernel = (): NumberKernel => (made ??= new NumberKernel())
