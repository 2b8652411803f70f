/**
 * Seeded random numbers, the same on every machine and in every version.
 *
 * Generator: xoshiro128** 1.1 (Blackman and Vigna, 2018, public domain), 32-bit integer arithmetic only. Its state is
 * filled by splitmix32 from the seed. Seeds are mixed by MurmurHash3 (x86, 32 bit; Appleby, public domain) over the
 * UTF-8 of the parts, so that each use (`mixSeed(seed, 'gate', 'order', epoch)`) has its own stream.
 */

/** Uniform numbers in [0, 1) with 32 random bits each. Only the low 32 bits of `seed` count. */
export function random(seed: number): () => number {
  let [a, b, c, d] = seedState(seed)
  return () => {
    const five = Math.imul(b, 5)
    const result = Math.imul((five << 7) | (five >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return (result >>> 0) / 4294967296
  }
}

/** A uniformly random order of 0..n-1 (Fisher-Yates). */
export function permutation(n: number, seed: number): Int32Array {
  const order = new Int32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  const next = random(seed)
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
  return order
}

/** A seed for one purpose, made from a seed and the names of that purpose; an integer in [0, 2^31). */
export function mixSeed(seed: number, ...parts: (string | number)[]): number {
  const text = [seed, ...parts].map((part) => `${typeof part === 'number' ? '#' : '$'}${part}`).join('\u0000')
  return murmur3(new TextEncoder().encode(text)) >>> 1
}

/** Standard normal numbers by the polar method of Marsaglia, from a uniform source. */
export function normal(uniform: () => number): () => number {
  let spare: number | null = null
  return () => {
    if (spare !== null) {
      const value = spare
      spare = null
      return value
    }
    for (;;) {
      const u = uniform() * 2 - 1
      const v = uniform() * 2 - 1
      const s = u * u + v * v
      if (s === 0 || s >= 1) continue
      const scale = Math.sqrt((-2 * Math.log(s)) / s)
      spare = v * scale
      return u * scale
    }
  }
}

function seedState(seed: number): [number, number, number, number] {
  let state = seed | 0
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  }
  return [next(), next(), next(), next()]
}

function murmur3(bytes: Uint8Array): number {
  let hash = 0
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length & ~3
  for (let i = 0; i < whole; i += 4) {
    hash ^= scramble(view.getUint32(i, true))
    hash = rotate(hash, 13)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = bytes.length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i]!
  hash ^= scramble(tail)
  hash ^= bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by))
const scramble = (block: number) => Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593)
