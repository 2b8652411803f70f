/** Bytes that are zero or one, counted. */

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
