/** Bytes that are zero or one: counted and listed, quickly for many and for few. */

/** How many bytes are one, of bytes that are zero or one. Four at a time, as many times as the sums fit a byte. */
export function countOnes(bytes: Uint8Array): number {
  let count = 0
  const words = bytes.byteOffset % 4 === 0 ? bytes.length >> 2 : 0
  const view = new Uint32Array(bytes.buffer, words > 0 ? bytes.byteOffset : 0, words)
  for (let from = 0; from < words; from += 255) {
    const end = Math.min(words, from + 255)
    let sums = 0
    for (let i = from; i < end; i++) sums += view[i]!
    count += (sums & 255) + ((sums >>> 8) & 255) + ((sums >>> 16) & 255) + (sums >>> 24)
  }
  for (let i = words * 4; i < bytes.length; i++) count += bytes[i]!
  return count
}

/** `base` plus the place of each byte that is one. */
export function placesOfOnes(bytes: Uint8Array, base: number, most = countOnes(bytes)): Uint32Array {
  const found = new Uint32Array(most)
  const words = bytes.byteOffset % 4 === 0 ? bytes.length >> 2 : 0
  const view = new Uint32Array(bytes.buffer, words > 0 ? bytes.byteOffset : 0, words)
  let count = 0
  for (let i = 0; i < words; i++) {
    const word = view[i]!
    if (word === 0) continue
    const at = base + 4 * i
    // What is written behind the last one is written over, or lies beyond the array, where it is lost.
    found[count] = at
    count += word & 1
    found[count] = at + 1
    count += (word >>> 8) & 1
    found[count] = at + 2
    count += (word >>> 16) & 1
    found[count] = at + 3
    count += word >>> 24
  }
  for (let i = words * 4; i < bytes.length; i++) if (bytes[i] === 1) found[count++] = base + i
  return found
}
