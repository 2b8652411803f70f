/** One candidate tried out: does it load, are its numbers right, how fast is it? */
import { z } from 'zod'
import type { Candidate } from './candidates.ts'
import { createEagerEngine } from '../tensorflow/eager.ts'
import { LARGE, largestError, selfTest, SMALL, trainingRate } from './probe.ts'
import { said } from './said.ts'
import type { Engine } from '../types.ts'

/** Largest relative error of the self-test that counts as the same numbers. */
export const SELF_TEST_TOLERANCE = 1e-4

/** Below so many rows a second a card is a driver in software, and large networks would take minutes. */
const WORTH_LARGE = 5000

/** What came out; `trouble` says why the candidate is out, null when it may be chosen. */
export const Measured = z.object({
  loads: z.boolean(),
  error: z.number().nullable(),
  /** Rows a second in training: small networks, large ones. */
  rate: z.number().nullable(),
  largeRate: z.number().nullable(),
  trouble: z.string().nullable(),
})
export type Measured = z.infer<typeof Measured>

export const NOTHING: Measured = { loads: false, error: null, rate: null, largeRate: null, trouble: null }

/** What the self-test must come to: the numbers of plain JavaScript. */
export const oracle = (): Promise<Float32Array[]> => selfTest(createEagerEngine('oracle', 'cpu', 'CPU'))

/** Tries a candidate in this process. Large networks are timed where the answer can matter: on GPUs. */
export async function measure(candidate: Candidate, expected: Float32Array[]): Promise<Measured> {
  let engine: Engine
  try {
    engine = await candidate.open()
  } catch (error) {
    return { ...NOTHING, trouble: said(error) }
  }
  try {
    return await tried(engine, expected)
  } catch (error) {
    return { ...NOTHING, loads: true, trouble: `It failed in the self-test: ${said(error)}` }
  } finally {
    await engine.dispose()
  }
}

async function tried(engine: Engine, expected: Float32Array[]): Promise<Measured> {
  const error = largestError(await selfTest(engine), expected)
  if (!(error <= SELF_TEST_TOLERANCE)) {
    const trouble = `Its numbers differ from the oracle's by ${error.toExponential(1)}`
    return { ...NOTHING, loads: true, error: Number.isFinite(error) ? error : null, trouble }
  }
  const gpu = engine.device === 'GPU'
  // A card takes its steps by the handful, so an epoch must have a few of them.
  const rate = await trainingRate(engine, gpu ? { ...SMALL, rows: 2048 } : SMALL)
  const worth = gpu && rate >= WORTH_LARGE
  const largeRate = worth ? await trainingRate(engine, LARGE) : null
  return { loads: true, error, rate, largeRate, trouble: null }
}
