/** A training that goes on from any state it offered ends in the bits of one that never stopped. */
import { expect, test } from 'vitest'
import type { EpochLoss, TrainPlan, TrainState } from '../../../main/engine/types.ts'
import { weightsHash } from '../../../main/engine/weights.ts'
import { engines } from './engines.ts'
import { expertTask, gateTask } from './task.ts'

/** 75 rows in batches of 8: nine whole steps and a short one an epoch; dropout, validation and the best epoch kept. */
function plan(change: Partial<TrainPlan> = {}): TrainPlan {
  const { x, y } = gateTask({}, 40)
  const kept = { validation: { x, y }, keepBest: true, batchSize: 8, epochs: 3, learningRate: 0.05 }
  return gateTask({ ...kept, ...change })
}

/** A state as it comes back from a file. */
function reread(state: TrainState): TrainState {
  const { parameters, first, second, best, ...rest } = state
  return {
    ...(JSON.parse(JSON.stringify(rest)) as typeof rest),
    parameters: parameters.slice(),
    first: first.slice(),
    second: second.slice(),
    best: best && {
      loss: JSON.parse(JSON.stringify(best.loss)) as number,
      parameters: best.parameters.slice(),
    },
  }
}

test.each(engines)('$name: resumed at every kind of boundary, it ends as if unbroken', async (engine) => {
  const states: TrainState[] = []
  const whole = await engine.train(plan({ onState: (take) => states.push(reread(take())) }))
  const hash = weightsHash(whole.weights)
  const places = states.map(({ epoch, row }) => `${epoch}:${row}`)
  // Inside an epoch, before its short step, before its validation, after an epoch, after everything.
  for (const place of ['1:8', '1:72', '2:72', '1:75', '3:75', '2:0', '3:0', '4:0'])
    expect(places).toContain(place)
  for (const resume of states) {
    const told: EpochLoss[] = []
    const again = await engine.train(plan({ resume, onEpoch: (point) => told.push(point) }))
    expect(weightsHash(again.weights)).toBe(hash)
    expect(again).toEqual(whole)
    expect(told).toEqual(whole.losses)
  }
})

test.each(engines)('$name: resumed again and again, it ends as if unbroken', async (engine) => {
  const whole = await engine.train(expertTask())
  let resume: TrainState | undefined
  let stops = 0
  for (;;) {
    const stop = new AbortController()
    const onState: TrainPlan['onState'] = (take, moment) => {
      if (moment === 'stop') resume = reread(take())
      else stop.abort(new Error('stopped'))
    }
    try {
      const trained = await engine.train(
        expertTask({ signal: stop.signal, onState, ...(resume && { resume }) }),
      )
      expect(trained).toEqual(whole)
      break
    } catch (error) {
      expect((error as Error).message).toBe('stopped')
      stops++
    }
  }
  expect(stops).toBeGreaterThan(4)
})

test.each(engines)('$name: a state of another training is refused', async (engine) => {
  const states: TrainState[] = []
  await engine.train(plan({ onState: (take) => states.push(take()) }))
  const resume = states.at(-1)!
  const refused = 'the state to resume from is that of another training'
  await expect(engine.train(plan({ resume, epochs: 2 }))).rejects.toThrow(refused)
  await expect(engine.train(plan({ resume, keepBest: false }))).rejects.toThrow(refused)
  await expect(engine.train(expertTask({ resume, epochs: 3 }))).rejects.toThrow(refused)
})
