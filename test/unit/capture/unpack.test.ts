/** Limits of unpacking, and hashing of what the disk holds. */
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { hashFile, openEvidence, readBytes } from '../../../main/capture/bytes.ts'
import { sha256 } from '../../../main/case/hash.ts'
import { appendFileSync } from 'node:fs'
import { file, folder } from './records.ts'

const home = folder()

async function read(
  path: string,
  limits?: { ratio: number; free: number; absolute: number },
): Promise<number> {
  const reading = readBytes(await openEvidence(path), limits ? { limits } : {})
  let length = 0
  for await (const block of reading.blocks) length += block.length
  return length
}

test('a file that unpacks far beyond its size is refused before it fills anything', async () => {
  const path = file(home, gzipSync(Buffer.alloc(20 << 20)))
  await expect(read(path, { ratio: 100, free: 1 << 20, absolute: 2 ** 40 })).rejects.toMatchObject({
    code: 'unpacks-too-large',
  })
  await expect(read(path, { ratio: 5000, free: 1 << 20, absolute: 10 << 20 })).rejects.toMatchObject({
    code: 'unpacks-too-large',
  })
  expect(await read(path)).toBe(20 << 20)
})

test('the hash is that of the file on the disk, padding behind the packed data included', async () => {
  const bytes = Buffer.concat([gzipSync('a,b\n1,2\n'), Buffer.alloc(3_000_000)])
  const evidence = await openEvidence(file(home, bytes))
  const reading = readBytes(evidence)
  const parts: Buffer[] = []
  for await (const block of reading.blocks) parts.push(block)
  expect(Buffer.concat(parts).toString()).toBe('a,b\n1,2\n')
  expect(reading.sha256()).toBe(sha256(bytes))
  expect(await hashFile(evidence)).toBe(sha256(bytes))
})

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
])('%s: a part that begins with zeros is damage, not the end', async (_, pack) => {
  const [first, second] = [pack('a'.repeat(100)), Buffer.from(pack('b'.repeat(100)))]
  expect(await read(file(home, Buffer.concat([first, second])))).toBe(200)
  await expect(read(file(home, Buffer.concat([first, second.fill(0, 0, 4)])))).rejects.toMatchObject({
    code: 'damaged-file',
  })
})

test('a file that changes while it is read is refused', async () => {
  const path = file(home, 'x'.repeat(3 << 20))
  const reading = readBytes(await openEvidence(path))
  await reading.blocks.next()
  appendFileSync(path, 'more')
  await expect(
    (async () => {
      for await (const _ of reading.blocks) void _
    })(),
  ).rejects.toMatchObject({ code: 'file-changed' })
})
