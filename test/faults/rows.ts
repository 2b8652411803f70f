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

export interface FaultSuite {
  name: string
  /** @param full as often as the promise is made for, instead of a few seeded times */
  run(say: (line: string) => void, full: boolean): Promise<FaultRow[]>
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
