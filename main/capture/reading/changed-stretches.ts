/** Where an evidence file is no longer what was imported: the stretches whose hashes differ, found in one pass over the file. */
import { createHash, type Hash } from 'node:crypto'
import type { CaseFile } from '../../case/case-file.ts'
import { reading } from '../../case/storage-problem.ts'
import { openEvidence, readBytes } from '../bytes.ts'

/** Bytes [first, first + length) of the unpacked file, which hold the source's rows from `row` on. */
export interface ChangedStretch {
  first: number
  length: number
  row: number
  rows: number
}

interface Stored extends ChangedStretch {
  sha256: string
}

/**
 * The stretches of a capture that differ, in the order of the file; none when what changed lies between the events: the header,
 * blank lines, rows set aside.
 * @throws Problem when the file cannot be read to its end
 */
export async function changedStretches(
  c: CaseFile,
  source: number,
  path: string,
  signal: AbortSignal,
): Promise<ChangedStretch[]> {
  const list = reading(c, () =>
    c.db
      .prepare<[number], Stored>(
        `SELECT first_byte AS first, byte_length AS length, first_row AS row, rows, sha256 FROM chunks
         WHERE source = ? ORDER BY first_byte, ordinal`,
      )
      .all(source),
  )
  const found = list.map((): Hash => createHash('sha256'))
  let at = 0
  let done = 0
  for await (const block of readBytes(await openEvidence(path), { signal, unhashed: true }).blocks) {
    const end = at + block.length
    while (done < list.length && list[done]!.first + list[done]!.length <= at) done++
    for (let i = done; i < list.length && list[i]!.first < end; i++) {
      const { first, length } = list[i]!
      found[i]!.update(block.subarray(Math.max(0, first - at), Math.max(0, first + length - at)))
    }
    at = end
  }
  return list
    .filter(({ sha256 }, i) => found[i]!.digest('hex') !== sha256)
    .map(({ first, length, row, rows }) => ({ first, length, row, rows }))
}
