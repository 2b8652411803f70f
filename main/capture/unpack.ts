/**
 * Unpacks gzip (all members) and zstd (all frames; Node's own stream stops silently after the first). What is cut off or
 * damaged is refused with the place in the packed file, since a shorter log would be a false one.
 */
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { Problem } from '../../preload/contract/problem.ts'
import type { Evidence } from './bytes.ts'

/** Against files made to fill a disk: real logs shrink 10 to 100 times. */
export interface Limits {
  /** Times the packed size, looked at once more than `free` bytes came out. */
  ratio: number
  free: number
  /** Bytes, whatever the ratio. */
  absolute: number
}
export const LIMITS: Limits = { ratio: 250, free: 1 << 30, absolute: 2 ** 40 }

const CHUNK = 1 << 20

/**
 * @param raw reads the packed file from an offset on
 * @throws Problem truncated-file, damaged-file, unpacks-too-large
 */
export async function* unpackBlocks(
  evidence: Evidence,
  raw: (from: number) => AsyncGenerator<Buffer, void, undefined>,
  limits: Limits,
): AsyncGenerator<Buffer, void, undefined> {
  let out = 0
  for (let from = 0; from < evidence.size;) {
    const engine =
      evidence.compression === 'gzip'
        ? createGunzip({ chunkSize: CHUNK })
        : createZstdDecompress({ chunkSize: CHUNK })
    // Errors arrive through the iteration below; the callback only keeps them from being unhandled.
    pipeline(Readable.from(raw(from), { objectMode: true, highWaterMark: 1 }), engine, () => undefined)
    try {
      for await (const block of engine as AsyncIterable<Buffer>) {
        out += block.length
        refuseBomb(evidence, out, from + engine.bytesWritten, limits)
        yield block
      }
    } catch (error) {
      throw unpackProblem(error, evidence, from + engine.bytesWritten)
    }
    from += engine.bytesWritten
    const more = await startsFrame(raw, from, evidence)
    if (engine.bytesWritten === 0 || !more) return
  }
}

/**
 * Whether another zstd frame (or a skippable one) begins at `from`. Zeros up to the end are padding; else it is damage: Node's own stream
 * would also pass over a gzip member whose beginning is zeros, and all behind it.
 */
async function startsFrame(
  raw: (from: number) => AsyncGenerator<Buffer, void, undefined>,
  from: number,
  evidence: Evidence,
): Promise<boolean> {
  for await (const block of raw(from)) {
    const magic = block.length >= 4 ? block.readUInt32LE(0) : 0
    const zstd = magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5
    if (zstd && evidence.compression === 'zstd') return true
    if (block.some((byte) => byte !== 0))
      throw damaged(evidence, from, 'something else follows the packed data')
  }
  return false
}

function refuseBomb(evidence: Evidence, out: number, packed: number, limits: Limits): void {
  if (out <= limits.absolute && (out <= limits.free || out <= limits.ratio * Math.max(packed, 1))) return
  const times = Math.round(out / Math.max(packed, 1))
  throw new Problem(
    'unpacks-too-large',
    `${evidence.path} unpacks to over ${out} bytes, ${times} times its packed size.`,
    {
      where: { file: evidence.path, byte: packed },
      advice:
        'Logs do not shrink so far; this may be a file made to fill disks. If it is real, unpack it and import the result.',
    },
  )
}

function unpackProblem(error: unknown, evidence: Evidence, byte: number): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? ''
  if (code === 'Z_BUF_ERROR') {
    return new Problem(
      'truncated-file',
      `${evidence.path} is cut off: its packed data stops at byte ${byte}.`,
      {
        where: { file: evidence.path, byte },
        advice: 'Copy it again from where it came; nothing was imported.',
        cause: error,
      },
    )
  }
  return /^(Z_|ZSTD_|ERR_ZSTD)/.test(code) ? damaged(evidence, byte, (error as Error).message) : error
}

const damaged = (evidence: Evidence, byte: number, why: string) =>
  new Problem('damaged-file', `${evidence.path} is damaged near packed byte ${byte}: ${why}.`, {
    where: { file: evidence.path, byte },
    advice: 'Copy it again from where it came; nothing was imported.',
  })
