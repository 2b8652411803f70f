/** Progress: thinned to ten messages a second, nothing lost, time left estimated from what is done. */
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createMeter, part, secondsLeft } from '../../../main/jobs/progress.ts'
import type { JobProgress, LossPoint } from '../../../preload/contract/jobs.ts'

const point = (epoch: number): LossPoint => ({
  regime: 'balanced',
  network: 'gate',
  epoch,
  train: 1,
  validation: null,
})

test('a thousand reports in a second become at most eleven messages, and every loss point arrives once', () => {
  vi.useFakeTimers()
  const sent: { at: number; progress: JobProgress }[] = []
  const start = performance.now()
  const meter = createMeter((progress) => sent.push({ at: performance.now() - start, progress }))
  for (let epoch = 1; epoch <= 1000; epoch++) {
    meter.report({ step: 'training', fraction: epoch / 1000, losses: [point(epoch)] })
    vi.advanceTimersByTime(1)
  }
  meter.flush()
  vi.useRealTimers()
  expect(sent.length).toBeLessThanOrEqual(12)
  for (const [index, one] of sent.entries()) {
    // The last is the flush at the end, which may come sooner.
    if (index > 0 && index < sent.length - 1) expect(one.at - sent[index - 1]!.at).toBeGreaterThanOrEqual(100)
  }
  const epochs = sent.flatMap(({ progress }) => progress.losses ?? []).map((one) => one.epoch)
  expect(epochs).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1))
  expect(sent.at(-1)!.progress.fraction).toBe(1)
})

test('what is held back is sent by itself after a while', () => {
  vi.useFakeTimers()
  const sent: JobProgress[] = []
  const meter = createMeter((progress) => sent.push(progress))
  meter.report({ step: 'one', fraction: 0 })
  meter.report({ step: 'two', fraction: 0.5 })
  expect(sent.map((one) => one.step)).toEqual(['one'])
  vi.advanceTimersByTime(100)
  expect(sent.map((one) => one.step)).toEqual(['one', 'two'])
  vi.useRealTimers()
})

test('the estimate is exact for steady work, and silent while too little is known', () => {
  expect(secondsLeft(0.25, 10)).toBe(30)
  expect(secondsLeft(1, 10)).toBe(0)
  expect(secondsLeft(null, 10)).toBeNull()
  expect(secondsLeft(0.005, 10)).toBeNull()
  expect(secondsLeft(0.5, 0.1)).toBeNull()
})

test('a fraction outside 0 to 1 is never sent', () => {
  fc.assert(
    fc.property(fc.double(), (fraction) => {
      const sent: JobProgress[] = []
      createMeter((progress) => sent.push(progress)).report({ step: 'x', fraction })
      const told = sent[0]!.fraction
      expect(told === null || (told >= 0 && told <= 1)).toBe(true)
    }),
  )
})

test('a part of a task fills its share of the whole', () => {
  const told: (number | null)[] = []
  const outer = {
    signal: new AbortController().signal,
    progress: ({ fraction }: { fraction: number | null }) => void told.push(fraction),
  }
  const inner = part(outer, 0.3, 0.9)
  for (const fraction of [0, 0.5, 1, null]) inner.progress({ step: 'x', fraction })
  expect(told[0]).toBeCloseTo(0.3)
  expect(told[1]).toBeCloseTo(0.6)
  expect(told[2]).toBeCloseTo(0.9)
  expect(told[3]).toBeNull()
})
