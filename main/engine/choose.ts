/**
 * Which engine computes: each candidate must load, come to the oracle's numbers, and win a timed probe. The choice
 * is made once per process and shown to the user with its reasons.
 */
import type { EngineInfo } from '../../preload/contract/app.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { candidates, type Candidate, type EngineName } from './candidates.ts'
import { createEagerEngine } from './eager.ts'
import { largestError, selfTest, trainingRate } from './probe.ts'
import type { Engine } from './types.ts'

export { weightsHash } from './weights.ts'

/** Largest relative error of the self-test that counts as the same numbers. */
export const SELF_TEST_TOLERANCE = 1e-4

type Measured = Omit<EngineInfo, 'chosen' | 'reason'> & { trouble: string | null }

let probed: Promise<EngineInfo[]> | null = null

/** Probes every candidate the first time (about a second), and answers from memory after that. */
export function probeEngines(): Promise<EngineInfo[]> {
  probed ??= probe(candidates)
  return probed
}

/**
 * Opens an engine; `auto` takes the fastest that passes the probe. Problem `engine-unavailable` when the one that
 * was asked for does not load.
 */
export async function openEngine(name: 'auto' | EngineName): Promise<Engine> {
  const wanted = name === 'auto' ? (await probeEngines()).find((info) => info.chosen)?.name : name
  const candidate = candidates.find((one) => one.name === wanted)
  if (!candidate) throw new Problem('engine-unavailable', `There is no engine called ${name}`)
  try {
    return await candidate.open()
  } catch (error) {
    throw new Problem('engine-unavailable', `The engine ${candidate.name} does not load: ${said(error)}`, {
      advice: 'Choose the engine `auto`, or see `tribunal engines` for what works here.',
      cause: error,
    })
  }
}

/** Measures the given candidates and marks one as chosen. At least one of them must work. */
export async function probe(all: Candidate[]): Promise<EngineInfo[]> {
  const expected = await selfTest(createEagerEngine('oracle', 'cpu', 'CPU'))
  const measured: Measured[] = []
  for (const candidate of all) measured.push(await measure(candidate, expected))
  const able = measured.filter((one) => one.trouble === null)
  const best = able.reduce<Measured | null>((a, b) => ((a?.rate ?? 0) >= (b.rate ?? 0) ? a : b), null)
  return measured.map(({ trouble, ...info }) => ({
    ...info,
    chosen: info.name === best?.name,
    reason: trouble ?? reasonOf(info, best!, measured),
  }))
}

async function measure(candidate: Candidate, expected: Float32Array[]): Promise<Measured> {
  const { name, device } = candidate
  const info = { name, device, loads: false, error: null, rate: null }
  let engine: Engine
  try {
    engine = await candidate.open()
  } catch (error) {
    return { ...info, trouble: said(error) }
  }
  try {
    const error = largestError(await selfTest(engine), expected)
    if (!(error <= SELF_TEST_TOLERANCE)) {
      const trouble = `Its numbers differ from the oracle's by ${error.toExponential(1)}`
      return { ...info, loads: true, error: Number.isFinite(error) ? error : null, trouble }
    }
    return { ...info, loads: true, error, rate: await trainingRate(engine), trouble: null }
  } catch (error) {
    return { ...info, loads: true, trouble: `It failed in the self-test: ${said(error)}` }
  } finally {
    await engine.dispose()
  }
}

function reasonOf(info: Pick<Measured, 'name' | 'rate'>, best: Measured, all: Measured[]): string {
  if (info.name !== best.name) {
    return `Gives the right numbers, but ${best.name} is ${ratio(best.rate! / info.rate!)} times as fast`
  }
  const faster = all.find((one) => one.name === 'onnxruntime-cpu' && one.trouble !== null)
  const fallback = faster ? `; ${faster.name} would be faster but is out: ${faster.trouble}` : ''
  return `The fastest that gives the right numbers${fallback}`
}

const ratio = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0))

/** The first line of an error: the rest is for programmers. */
function said(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!
}
