/** The fingerprint of trained weights. */
import { createHash } from 'node:crypto'
import type { Weights } from './types.ts'

/** SHA-256 over names, shapes and little-endian bytes, names sorted; 64 hex digits. */
export function weightsHash(weights: Weights): string {
  const hash = createHash('sha256')
  for (const name of Object.keys(weights).sort()) {
    const { shape, data } = weights[name]!
    hash.update(`${JSON.stringify([name, shape])}\n`)
    hash.update(littleEndian(data))
  }
  return hash.digest('hex')
}

function littleEndian(data: Float32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(data.length * 4))
  for (let i = 0; i < data.length; i++) bytes.setFloat32(i * 4, data[i]!, true)
  return new Uint8Array(bytes.buffer)
}
