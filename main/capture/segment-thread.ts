/** Entry of an import thread: reads the segments it is given, one after the other. Started by segment-threads.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { toProblem } from '../../preload/contract/problem.ts'
import { type ReadingPlan, type Segment, SegmentReading } from './segment.ts'
import type { FromThread } from './segment-threads.ts'

const reading = new SegmentReading(workerData as ReadingPlan)

function answer(message: FromThread, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}

parentPort?.on('message', ({ id, segment }: { id: number; segment: Segment }) => {
  try {
    const done = reading.read(segment)
    const blobs = done.chunks.flatMap(({ columns }) => columns.map(({ data }) => data.buffer as ArrayBuffer))
    // Large blobs have memory of their own and are given away; small ones share Node's pool and are copied.
    answer(
      { id, done },
      [...new Set(blobs)].filter(({ byteLength }) => byteLength > 1 << 16),
    )
  } catch (error) {
    answer({ id, problem: toProblem(error) })
  }
})
