/**
 * Which of several ways of computing the same is the quickest just now. Whether a second thread pays depends on what else the
 * machine does, and that changes while a training runs; so it is measured, not guessed.
 *
 * Work goes in turns of some milliseconds. Each way gets two turns (the first warms it up), then the quickest goes on; now
 * and then another one gets a turn again, and takes over when it was clearly quicker. What is computed does not depend on it.
 */

/** Milliseconds in a turn, at least. */
const TURN = 20
/** Turns between two tries of another way. */
const PATIENCE = 60
/** Another way has to be so much quicker to take over. */
const CLEARLY = 0.95
/** Share of the newest turn in what is known of a way. */
const NEWEST = 0.3

export class Pace {
  /** Milliseconds a step, by way; Infinity before its second turn. */
  readonly #known: number[]
  readonly #turns: number[]
  #kept = 0
  #way = 0
  #turn = { milliseconds: 0, steps: 0 }
  #since = 0
  #probed = 0

  constructor(ways: number) {
    this.#known = Array.from({ length: ways }, () => Infinity)
    this.#turns = Array.from({ length: ways }, () => 0)
  }

  /** The way to take next, from 0. */
  get way(): number {
    return this.#way
  }

  /** Tells what the last steps took. */
  took(milliseconds: number, steps: number): void {
    const turn = this.#turn
    turn.milliseconds += milliseconds
    turn.steps += steps
    if (this.#known.length === 1 || turn.milliseconds < TURN) return
    this.#turn = { milliseconds: 0, steps: 0 }
    this.#note(turn.milliseconds / turn.steps)
    this.#way = this.#next()
  }

  #note(time: number): void {
    const way = this.#way
    const known = this.#known[way]!
    const first = this.#turns[way]!++ === 0
    if (way === this.#kept && Number.isFinite(known)) this.#known[way] = known + NEWEST * (time - known)
    else if (!first) this.#known[way] = time
  }

  #next(): number {
    const untried = this.#known.findIndex((time) => time === Infinity)
    if (untried >= 0) return untried
    const best = this.#known.indexOf(Math.min(...this.#known))
    if (this.#known[best]! < CLEARLY * this.#known[this.#kept]!) this.#kept = best
    if (++this.#since < PATIENCE) return this.#kept
    this.#since = 0
    this.#probed = (this.#probed + 1) % this.#known.length
    return this.#probed
  }
}
