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

/** Fewer than one in so many are looked for one by one. */
const RARE = 100

/** `base` plus the place of each byte that is one. */
export function placesOfOnes(bytes: Uint8Array, base: number): Uint32Array {
  const most = countOnes(bytes)
  const found = new Uint32Array(most + 1)
  if (most < bytes.length / RARE) {
    let at = -1
    for (let i = 0; i < most; i++) found[i] = base + (at = bytes.indexOf(1, at + 1))
    return found.subarray(0, most)
  }
  let count = 0
  for (let i = 0; i < bytes.length; i++) {
    // Without a branch for each event, which the processor would guess wrong.
    found[count] = base + i
    count += bytes[i]!
  }
  return found.subarray(0, most)
}
