/**
 * The order of events by time: a stable natural merge sort. Captures are mostly in order already, so the stretches that
 * rise are found first and then merged pairwise (Knuth, TAOCP 5.2.4 L).
 */
import { rises } from '../../case/evidence/rising.ts'
import { Selection } from './selected.ts'

/** Event numbers by time, oldest first, equal times by number; events without a time (NaN) come last. */
export function timeOrder(time: Float64Array): Selection {
  if (rises(time)) return Selection.run(0, time.length)
  const events = new Uint32Array(time.length)
  let timed = 0
  for (let i = 0; i < time.length; i++) if (!Number.isNaN(time[i]!)) events[timed++] = i
  let at = timed
  for (let i = 0; i < time.length; i++) if (Number.isNaN(time[i]!)) events[at++] = i
  sortTimed(events.subarray(0, timed), time)
  return new Selection(events, timed)
}

function sortTimed(events: Uint32Array, time: Float64Array): void {
  let runs = risingRuns(events, time)
  let from = events
  let to = runs.length > 2 ? new Uint32Array(events.length) : events
  while (runs.length > 2) {
    const merged = [0]
    for (let r = 0; r + 1 < runs.length; r += 2) {
      const end = runs[r + 2] ?? runs[r + 1]!
      merge(from, to, runs[r]!, runs[r + 1]!, end, time)
      merged.push(end)
    }
    runs = merged
    ;[from, to] = [to, from]
  }
  if (from !== events) events.set(from)
}

/** Where stretches begin in which time never falls, and the end. */
function risingRuns(events: Uint32Array, time: Float64Array): number[] {
  const starts = [0]
  for (let i = 1; i < events.length; i++) if (time[events[i]!]! < time[events[i - 1]!]!) starts.push(i)
  starts.push(events.length)
  return starts
}

/** Merges [start, middle) and [middle, end) of `from` into the same place of `to`; the left goes first when equal. */
function merge(
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
  time: Float64Array,
): void {
  let left = start
  let right = middle
  for (let at = start; at < end; at++) {
    const takeLeft = left < middle && (right >= end || time[from[left]!]! <= time[from[right]!]!)
    to[at] = takeLeft ? from[left++]! : from[right++]!
  }
}
