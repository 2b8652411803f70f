/**
 * A text capture as parts ready to be stored, in the order of the file, read by several threads at once.
 *
 * The file is cut into segments where a record seems to begin (boundary.ts), and the segments are read at the same time. Then
 * they are taken in order: if the reading of one stopped exactly at its cut, before a record, the next was begun rightly.
 * If not (the cut fell inside a quoted field, or inside a line over the limit), the next is read again, from where the one
 * before stopped and standing as it stood. So what comes out is what one reader would read from the first byte to the last.
 */
import { Problem } from '../../../preload/contract/problem.ts'
import { CHUNK_ROWS } from '../../case/evidence/chunks.ts'
import { boundaryFor } from './boundary.ts'
import { readBytes, type ByteReading } from '../bytes.ts'
import { beginning } from '../capture-reader.ts'
import type { Part } from '../parts.ts'
import type { RecognizedText } from '../understanding/recognize.ts'
import { type Cut, SegmentCutter, segmentSize, shared } from './cutter.ts'
import { type Crew, segmentReaders, type SegmentReaders } from './threads.ts'
import type { ReadingPlan, SegmentDone } from './segment.ts'
import type { Standing, Stop } from './standing.ts'

/** Segments read one after the other once a cut was wrong, before cuts are believed again. */
const CAREFUL = 8

interface UnderWay {
  cut: Cut
  done: Promise<SegmentDone>
}

export interface TextParts extends Pick<ByteReading, 'consumed' | 'sha256'> {
  parts: AsyncGenerator<Part, void, undefined>
  close(): void
}

/**
 * @param rowBytes of a row, on average, as the sample has it
 * @throws Problem while iterating: truncated-file, and those of bytes.ts
 */
export function textParts(
  file: RecognizedText,
  plan: ReadingPlan,
  options: {
    rowBytes: number
    signal?: AbortSignal
    /** Threads to read with. */
    crew?: Crew | null
    readers?: SegmentReaders
    size?: number
  },
): TextParts {
  const { evidence, head } = file
  const readers = options.readers ?? segmentReaders(plan, options.crew ?? null)
  const size = options.size ?? segmentSize(options.rowBytes, CHUNK_ROWS)
  const cutter = new SegmentCutter(size, boundaryFor(plan.layout, head))
  const reading = readBytes(evidence, {
    room: (length) => cutter.room(length),
    ...(options.signal && { signal: options.signal }),
  })
  const cuts = cutter.cuts(reading.blocks, head.sniffed.bom)
  const line = new Line(readers, cutter, cuts, beginning(plan.layout))
  return {
    parts: line.parts(),
    consumed: () => reading.consumed(),
    sha256: () => reading.sha256(),
    close: () => readers.close(),
  }
}

/** The segments under way, in the order of the file. */
class Line {
  readonly #readers: SegmentReaders
  readonly #cutter: SegmentCutter
  readonly #cuts: AsyncGenerator<Cut, void, undefined>
  #first: Standing | null
  #line: UnderWay[] = []
  #lines = 0
  #careful = 0
  #ended = false

  constructor(
    readers: SegmentReaders,
    cutter: SegmentCutter,
    cuts: AsyncGenerator<Cut, void, undefined>,
    first: Standing | null,
  ) {
    this.#readers = readers
    this.#cutter = cutter
    this.#cuts = cuts
    this.#first = first
  }

  async *parts(): AsyncGenerator<Part, void, undefined> {
    try {
      yield* this.#inOrder()
    } finally {
      // Closes the file, also when nobody wants the rest.
      await this.#cuts.return()
    }
  }

  async *#inOrder(): AsyncGenerator<Part, void, undefined> {
    await this.#fill()
    for (let one = this.#line.shift(); one; one = this.#line.shift()) {
      const done = await one.done.catch((error: unknown) => {
        throw behind(error, this.#lines)
      })
      if (one.cut.last) refuseUnclosed(done, this.#lines)
      for (const row of done.rejected) row.line += this.#lines
      yield done
      this.#lines += done.stop.lines
      if (!one.cut.last) await this.#goOn(one.cut, done.stop)
    }
  }

  /** Sees to it that the next segment is read from where this one stopped. */
  async #goOn(cut: Cut, stop: Stop): Promise<void> {
    const rest = cut.base + cut.bytes.length - stop.byte
    if (rest > 0 || stop.standing !== null) {
      this.#careful = CAREFUL
      const next = this.#line[0]?.cut ?? (await this.#next())
      if (next) this.#line[0] = this.#begin(joined(cut, rest, next), stop.standing)
    } else if (this.#careful > 0) this.#careful--
    this.#cutter.free(cut)
    await this.#fill()
  }

  async #fill(): Promise<void> {
    const width = this.#careful > 0 ? 1 : this.#readers.width
    while (this.#line.length < width) {
      const cut = await this.#next()
      if (!cut) return
      this.#line.push(this.#begin(cut, this.#first))
      this.#first = null
    }
  }

  async #next(): Promise<Cut | null> {
    if (this.#ended) return null
    const { value } = await this.#cuts.next()
    this.#ended = !value || value.last
    return value ?? null
  }

  #begin(cut: Cut, standing: Standing | null): UnderWay {
    return { cut, done: this.#readers.read({ ...cut, standing }) }
  }
}

/** The segment with the last `rest` bytes of the one before in front. */
function joined(before: Cut, rest: number, cut: Cut): Cut {
  if (rest === 0) return cut
  const bytes = shared(rest + cut.bytes.length)
  before.bytes.copy(bytes, 0, before.bytes.length - rest)
  cut.bytes.copy(bytes, rest)
  return { bytes, base: cut.base - rest, last: cut.last }
}

/** What went wrong in a segment, its line counted from the beginning of the file. */
function behind(error: unknown, lines: number): unknown {
  if (lines === 0 || !(error instanceof Problem) || error.where?.line === undefined) return error
  const { code, message, where, advice } = error
  return new Problem(code, message, {
    where: { ...where, line: where.line! + lines },
    cause: error,
    ...(advice && { advice }),
  })
}

function refuseUnclosed({ unclosed }: SegmentDone, before: number): void {
  if (!unclosed) return
  const where = { byte: unclosed.byte, line: unclosed.line + before }
  throw new Problem('truncated-file', `The array of documents is never closed: see line ${where.line}.`, {
    where,
    advice: 'The file is cut off, or a bracket is missing there. Export it again; nothing was imported.',
  })
}
