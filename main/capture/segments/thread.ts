/** Entry of an import thread: reads the segments it is given, one after the other. Started by threads.ts. */
import { parentPort } from 'node:worker_threads'
import { toProblem } from '../../../preload/contract/problem.ts'
import { type Segment, SegmentReading } from './segment.ts'
import type { FromThread, ToThread } from './threads.ts'

let reading: SegmentReading | null = null

function answer(message: FromThread, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}

function read(id: number, segment: Segment): void {
  if (reading === null) throw new Error('A segment came before the plan')
  const done = reading.read(segment)
  const blobs = done.chunks.flatMap(({ columns }) => columns.map(({ data }) => data.buffer as ArrayBuffer))
  // Large blobs have memory of their own and are given away; small ones share Node's pool and are copied.
  answer(
    { id, done },
    [...new Set(blobs)].filter(({ byteLength }) => byteLength > 1 << 16),
  )
}

parentPort?.on('message', (message: ToThread) => {
  if ('plan' in message) {
    reading = new SegmentReading(message.plan)
    return
  }
  try {
    read(message.id, message.segment)
  } catch (error) {
    answer({ id: message.id, problem: toProblem(error) })
  }
})
