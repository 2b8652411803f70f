/** What the fault runs print: how often a fault was tried, how often the promise held, what was lost. */

export interface FaultRow {
  suite: string
  fault: string
  tried: number
  survived: number
  /** Rows, sources or cases that are gone or wrong. */
  lost: number
  /** What happened in the first case that did not hold. */
  detail?: string
}

/** How much of a suite to run. */
export interface Extent {
  /** As often as the promise is made for, instead of a few seeded times. */
  full: boolean
  /** Of each fault, the tries [from, to): every try has a seed of its own, so that a long run can be done in slices. */
  from: number
  to: number
  /** Only faults whose name holds this. */
  only: string
}

export interface FaultSuite {
  name: string
  run(say: (line: string) => void, extent: Extent): Promise<FaultRow[]>
}

/** The tries of a slice, of `all` that there are. */
export function triesOf(all: number, { from, to }: Pick<Extent, 'from' | 'to'>): number[] {
  return Array.from({ length: Math.max(0, Math.min(all, to) - from) }, (_, i) => from + i)
}

/** Counts outcomes of one fault: `null` held, a text says what did not. */
export class Tally {
  private tried = 0
  private readonly failures: string[] = []

  add(outcome: string | null): void {
    this.tried++
    if (outcome !== null) this.failures.push(outcome)
  }

  row(suite: string, fault: string): FaultRow {
    const lost = this.failures.length
    const [first] = this.failures
    return {
      suite,
      fault,
      tried: this.tried,
      survived: this.tried - lost,
      lost,
      ...(first && { detail: first }),
    }
  }
}
