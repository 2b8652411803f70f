/** What the bench prints, and how it measures: both sides in one run, in turn, medians. */

export interface Row {
  suite: string
  work: string
  /** Median of our side, in `unit`. */
  ours: number
  /** Median of the peer; null when it is absent or when the bound is on our side alone. */
  peer: number | null
  unit: 'ms' | 'rows/s' | 'steps/s' | 'runs/s' | 'GB' | 'MB' | 'MB/s' | '×' | 'F1'
  /** How many times better than the peer (above 1: we are). */
  ratio: number | null
  /** What has to hold, in words. */
  bound: string
  holds: boolean
}

export interface Suite {
  name: string
  /** Takes minutes and gigabytes: runs only when it is named or asked for with `--large`. */
  large?: true
  /**
   * Measures; `absent` are peers that could not be asked here, with the reason.
   * @param only works whose names hold this, in the suites that can tell them apart
   * @param keep a folder for what takes long to make, used again the next time
   */
  run(say: (line: string) => void, only: string, keep?: string): Promise<{ rows: Row[]; absent: string[] }>
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/**
 * Runs the given works in turn, `rounds` times, after one warm-up of each.
 * @returns the median milliseconds of each, in their order
 */
export async function interleave(works: readonly (() => unknown)[], rounds: number): Promise<number[]> {
  const times = works.map((): number[] => [])
  for (const work of works) await work()
  for (let round = 0; round < rounds; round++)
    for (const [i, work] of works.entries()) times[i]!.push(await milliseconds(work))
  return times.map(median)
}

/** A row in milliseconds with a bound on the ratio peer ÷ ours. */
export function against(suite: string, work: string, ours: number, peer: number, atLeast: number): Row {
  const ratio = peer / ours
  const bound = `at least ${atLeast} times faster`
  return { suite, work, ours, peer, unit: 'ms', ratio, bound, holds: ratio >= atLeast }
}

/** A row in milliseconds with a bound on our side alone. */
export function within(suite: string, work: string, ours: number, atMost: number): Row {
  return {
    suite,
    work,
    ours,
    peer: null,
    unit: 'ms',
    ratio: null,
    bound: `at most ${atMost} ms`,
    holds: ours <= atMost,
  }
}
