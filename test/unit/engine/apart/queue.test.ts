/** The queue of steps: whatever the order in which threads take and finish, every step is taken once and in its turn. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { StepQueue, type Piece } from '../../../../main/engine/apart/queue.ts'

test('every step of every network once, in order, never two threads in one network', () => {
  const turns = fc.infiniteStream(fc.nat({ max: 3 }))
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat({ max: 100 }),
      turns,
      (networks, threads, steps, turn) => {
        const words = StepQueue.wordsFor(networks)
        // Each thread has a queue of its own over the same words.
        const queues = Array.from({ length: threads }, () => new StepQueue(networks, threads, words))
        queues[0]!.fill(steps)
        const hands: (Piece | null)[] = queues.map((queue) => queue.take())
        const done = Array<number>(networks).fill(0)
        while (hands.some((piece) => piece !== null)) {
          const thread = turn.next().value! % threads
          const piece = hands[thread]
          if (!piece) continue
          expect(piece.from).toBe(done[piece.network])
          expect(piece.to).toBeGreaterThan(piece.from)
          expect(hands.filter((other) => other?.network === piece.network)).toHaveLength(1)
          done[piece.network] = piece.to
          queues[thread]!.put(piece)
          hands[thread] = queues[thread]!.take()
        }
        expect(done).toEqual(Array<number>(networks).fill(steps))
      },
    ),
  )
})

test('threads of one speed are done at about the same time', () => {
  const queue = new StepQueue(5, 2, StepQueue.wordsFor(5))
  queue.fill(80)
  const clocks = [0, 0]
  const hands = clocks.map(() => queue.take())
  for (;;) {
    const busy = [0, 1].filter((thread) => hands[thread])
    if (busy.length === 0) break
    const ends = (thread: number) => clocks[thread]! + lasts(hands[thread]!)
    const next = busy.toSorted((a, b) => ends(a) - ends(b))[0]!
    clocks[next] = ends(next)
    queue.put(hands[next]!)
    hands[next] = queue.take()
  }
  expect(Math.max(...clocks)).toBeLessThan(1.05 * 200)

  function lasts({ from, to }: Piece): number {
    return to - from
  }
})
