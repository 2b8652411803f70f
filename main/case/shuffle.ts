/**
 * Byte shuffling: the first bytes of all values, then the second bytes, and so on. Numbers near each other share their high
 * bytes, so the shuffled form compresses far better. (The filter of HDF5 and Blosc.)
 */

/** The bytes of `values`, shuffled; a new array. */
export function shuffle(values: ArrayBufferView, width: number): Uint8Array {
  const from = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  if (width === 1) return from.slice()
  const count = from.length / width
  const to = new Uint8Array(from.length)
  for (let byte = 0; byte < width; byte++) {
    const start = byte * count
    for (let i = 0, at = byte; i < count; i++, at += width) to[start + i] = from[at]!
  }
  return to
}

/** Puts `shuffled` back in order, into the bytes of `into`, which has as many bytes. */
export function unshuffle(shuffled: Uint8Array, into: ArrayBufferView, width: number): void {
  const to = new Uint8Array(into.buffer, into.byteOffset, into.byteLength)
  if (width === 1) return to.set(shuffled)
  const count = to.length / width
  for (let byte = 0; byte < width; byte++) {
    const start = byte * count
    for (let i = 0, at = byte; i < count; i++, at += width) to[at] = shuffled[start + i]!
  }
}
