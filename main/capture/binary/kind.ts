/** Formats that are no text, told by their first bytes. */
import { open } from 'node:fs/promises'
import type { Evidence } from '../bytes.ts'
import { fileProblem } from '../file-problems.ts'

export type BinaryFormat = 'evtx' | 'parquet' | 'arrow'

/** A recognized file that is no text. */
export interface RecognizedBinary {
  kind: 'binary'
  evidence: Evidence
  layout: { format: BinaryFormat }
}

const MAGIC: [magic: string, format: BinaryFormat][] = [
  ['ElfFile\0', 'evtx'],
  ['PAR1', 'parquet'],
  ['ARROW1', 'arrow'],
]

/** Null for text, and for packed files: these formats are read at places of their own choosing. */
export async function binaryFormat({ path, compression }: Evidence): Promise<BinaryFormat | null> {
  if (compression !== 'none') return null
  const bytes = Buffer.alloc(8)
  try {
    const file = await open(path)
    await file.read(bytes, 0, bytes.length, 0).finally(() => file.close())
  } catch (error) {
    throw fileProblem(error, path)
  }
  const start = bytes.toString('latin1')
  return MAGIC.find(([magic]) => start.startsWith(magic))?.[1] ?? (isStream(bytes) ? 'arrow' : null)
}

/** Arrow's stream format: a mark, then the length of a schema. */
function isStream(bytes: Buffer): boolean {
  const length = bytes.readInt32LE(4)
  return bytes.readUInt32LE(0) === 0xff_ff_ff_ff && length > 0 && length < 1 << 24 && length % 8 === 0
}
