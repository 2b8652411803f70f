/** Bytes of an evidence file at a place, and their hash. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { Problem } from '../../../preload/contract/problem.ts'

/** @throws Problem truncated-file when the file is shorter */
export async function bytesAt(
  file: FileHandle,
  path: string,
  first: number,
  length: number,
): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length)
  const { bytesRead } = await file.read(bytes, 0, length, first)
  if (bytesRead === length) return bytes
  throw new Problem('truncated-file', `${path} is cut off: it ends at byte ${first + bytesRead}.`, {
    where: { file: path, byte: first + bytesRead },
    advice: 'Copy it again from where it came; nothing was imported.',
  })
}

export async function hashStretch(path: string, first: number, length: number): Promise<string> {
  const hash = createHash('sha256')
  if (length > 0)
    for await (const block of createReadStream(path, { start: first, end: first + length - 1 }))
      hash.update(block as Buffer)
  return hash.digest('hex')
}
