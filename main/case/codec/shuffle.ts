/**
 * Byte shuffling: the first bytes of all values, then the second bytes, and so on. Numbers near each other share their high
 * bytes, so the shuffled form compresses far better. (The filter of HDF5 and Blosc.)
 */

/** The bytes of `values`, shuffled; a new array. */
export function shuffle(values: ArrayBufferView, width: number): Uint8Array {
  const to = new Uint8Array(values.byteLength)
  shuffleInto(values, width, to)
  return to
}

/** Writes the bytes of `values`, shuffled, into `to`, which has as many. */
export function shuffleInto(values: ArrayBufferView, width: number, to: Uint8Array): void {
  const { buffer, byteOffset, byteLength } = values
  if (width === 1) to.set(new Uint8Array(buffer, byteOffset, byteLength))
  else if (width === 2) scatter16(new Uint16Array(buffer, byteOffset, byteLength / 2), to)
  else if (width === 4) scatter32(new Int32Array(buffer, byteOffset, byteLength / 4), to)
  else scatter64(new Int32Array(buffer, byteOffset, byteLength / 4), to)
}

// One pass over the values, since reading them once for each of their bytes costs several times as much.
function scatter16(from: Uint16Array, to: Uint8Array): void {
  const n = from.length
  for (let i = 0; i < n; i++) {
    const value = from[i]!
    to[i] = value
    to[n + i] = value >>> 8
  }
}

function scatter32(from: Int32Array, to: Uint8Array): void {
  const n = from.length
  for (let i = 0; i < n; i++) {
    const value = from[i]!
    to[i] = value
    to[n + i] = value >>> 8
    to[2 * n + i] = value >>> 16
    to[3 * n + i] = value >>> 24
  }
}

/** Values of eight bytes, as their halves. */
function scatter64(from: Int32Array, to: Uint8Array): void {
  const n = from.length >> 1
  for (let i = 0; i < n; i++) {
    const low = from[2 * i]!
    const high = from[2 * i + 1]!
    to[i] = low
    to[n + i] = low >>> 8
    to[2 * n + i] = low >>> 16
    to[3 * n + i] = low >>> 24
    to[4 * n + i] = high
    to[5 * n + i] = high >>> 8
    to[6 * n + i] = high >>> 16
    to[7 * n + i] = high >>> 24
  }
}

/** Puts `shuffled` back in order, into the bytes of `into`, which has as many bytes. */
export function unshuffle(shuffled: Uint8Array, into: ArrayBufferView, width: number): void {
  const to = new Uint8Array(into.buffer, into.byteOffset, into.byteLength)
  if (width === 1) return to.set(shuffled)
  if (width === 2)
    return gather16(shuffled, new Uint16Array(into.buffer, into.byteOffset, into.byteLength / 2))
  if (width === 4)
    return gather32(shuffled, new Int32Array(into.buffer, into.byteOffset, into.byteLength / 4))
  const count = to.length / width
  for (let byte = 0; byte < width; byte++) {
    const start = byte * count
    for (let i = 0, at = byte; i < count; i++, at += width) to[at] = shuffled[start + i]!
  }
}

function gather16(from: Uint8Array, to: Uint16Array): void {
  const n = to.length
  for (let i = 0; i < n; i++) to[i] = from[i]! | (from[n + i]! << 8)
}

function gather32(from: Uint8Array, to: Int32Array): void {
  const n = to.length
  for (let i = 0; i < n; i++)
    to[i] = from[i]! | (from[n + i]! << 8) | (from[2 * n + i]! << 16) | (from[3 * n + i]! << 24)
}
