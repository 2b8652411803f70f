/**
 * Memory for the scores of many scorings, one after the other. Scores of half a million rows are so large that new memory comes
 * from the system page by page, and is given back when the garbage collector finds it: both take a third of the time that the scoring does.
 */
export class ScoreMemory {
  #kept = new Float32Array(0)

  /** Memory of that many numbers, with anything in it. What was taken before is given up. */
  take(numbers: number): Float32Array {
    if (this.#kept.length < numbers) this.#kept = new Float32Array(numbers)
    return this.#kept.subarray(0, numbers)
  }
}
