/** Counts rows by the codes of one field or two. Counts gather as long as the codes mean the same, then are told as text. */
import type { CodedStretch, ValueList } from './group-field.ts'

/** Cells of the largest table of counts, 4 bytes each; more combinations are counted in a map. */
const MOST_CELLS = 1 << 22
const MOST_IN_MAP = 1 << 20

export type Tell = (texts: readonly string[], found: number) => void

export class CodeCounter {
  readonly #fields: number
  readonly #tell: Tell
  #values: readonly ValueList[] = []
  #cells: Uint32Array | null = null
  readonly #map = new Map<number, number>()

  constructor(fields: number, tell: Tell) {
    this.#fields = fields
    this.#tell = tell
  }

  /** @param mask one byte a row; null where all count */
  add(stretches: readonly CodedStretch[], rows: number, mask: Uint8Array | null): void {
    this.#meet(stretches.map(({ values }) => values))
    const [a, b] = stretches
    const width = this.#fields === 1 ? 1 : b!.values.length
    if (this.#cells) {
      if (this.#fields === 1) countOne(this.#cells, a!.codes, rows, mask)
      else countTwo(this.#cells, { a: a!.codes, b: b!.codes, width }, rows, mask)
      return
    }
    for (let row = 0; row < rows; row++) {
      if (mask && mask[row] === 0) continue
      const cell = a!.codes[row]! * width + (b?.codes[row] ?? 0)
      this.#map.set(cell, (this.#map.get(cell) ?? 0) + 1)
    }
    if (this.#map.size > MOST_IN_MAP) this.flush()
  }

  /** Tells what has gathered. */
  flush(): void {
    const width = this.#values[1]?.length ?? 1
    const say = (cell: number, found: number): void => {
      const texts = [this.#values[0]!.at(Math.floor(cell / width))!]
      if (this.#fields === 2) texts.push(this.#values[1]!.at(cell % width)!)
      this.#tell(texts, found)
    }
    this.#cells?.forEach((found, cell) => found > 0 && say(cell, found))
    this.#cells?.fill(0)
    for (const [cell, found] of this.#map) say(cell, found)
    this.#map.clear()
  }

  #meet(values: readonly ValueList[]): void {
    if (values.every((list, i) => list === this.#values[i])) return
    this.flush()
    this.#values = values
    const cells = values.reduce((product, { length }) => product * length, 1)
    if (cells > MOST_CELLS) this.#cells = null
    else if (this.#cells?.length !== cells) this.#cells = new Uint32Array(cells)
  }
}

function countOne(cells: Uint32Array, codes: ArrayLike<number>, rows: number, mask: Uint8Array | null): void {
  if (mask) for (let row = 0; row < rows; row++) cells[codes[row]!]! += mask[row]!
  else for (let row = 0; row < rows; row++) cells[codes[row]!]!++
}

function countTwo(
  cells: Uint32Array,
  { a, b, width }: { a: ArrayLike<number>; b: ArrayLike<number>; width: number },
  rows: number,
  mask: Uint8Array | null,
): void {
  if (mask) for (let row = 0; row < rows; row++) cells[a[row]! * width + b[row]!]! += mask[row]!
  else for (let row = 0; row < rows; row++) cells[a[row]! * width + b[row]!]!++
}
