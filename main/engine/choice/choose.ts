/**
 * Which engine computes: each candidate must load, come to the oracle's numbers, and win a timed probe. The choice
 * is made once per process and shown to the user with its reasons.
 */
import { type EngineInfo, EngineName } from '../../../preload/contract/engines.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { candidates, type Candidate } from './candidates.ts'
import { withFallback } from './fallback.ts'
import { fastest } from './fastest.ts'
import { measureApart } from './measure-apart.ts'
import { measure, NOTHING, oracle, type Measured } from './measure.ts'
import { LARGE, trainingRate } from './probe.ts'
import { reasonOf, type Found } from './reasons.ts'
import { said } from './said.ts'
import type { Engine } from '../types.ts'

export { weightsHash } from '../weights.ts'

/** How much a network computes for a row: a graphics card pays for large ones only. */
export type NetworkSize = 'small' | 'large'

let probed: Promise<EngineInfo[]> | null = null

/** Probes every candidate the first time (some seconds), and answers from memory after that. */
export function probeEngines(): Promise<EngineInfo[]> {
  probed ??= probe(candidates)
  return probed
}

/**
 * Opens an engine; `auto` takes the fastest for networks of this size that passes the probe. Problem
 * `engine-unavailable` when the one that was asked for does not load. One on a GPU that fails later is replaced by the
 * processor's (fallback.ts).
 */
export async function openEngine(name: 'auto' | EngineName, size: NetworkSize = 'small'): Promise<Engine> {
  const wanted = name === 'auto' ? chosenOf(await probeEngines(), size) : name
  const candidate = candidates.find((one) => one.name === wanted)
  if (!candidate) throw new Problem('engine-unavailable', `There is no engine called ${name}`)
  try {
    const missing = candidate.missing()
    if (missing !== null) throw new Error(missing)
    const engine = await candidate.open()
    return engine.device === 'GPU' ? withFallback(engine, openProcessor) : engine
  } catch (error) {
    throw new Problem('engine-unavailable', `The engine ${candidate.name} does not load: ${said(error)}`, {
      advice: 'Choose the engine `auto`, or see `tribunal engines` for what works here.',
      cause: error,
    })
  }
}

/** The first engine of the processor that opens; they are listed by their speed. */
async function openProcessor(): Promise<Engine> {
  const errors: unknown[] = []
  for (const candidate of candidates.filter(({ device }) => device === 'CPU')) {
    try {
      return await candidate.open()
    } catch (error) {
      errors.push(error)
    }
  }
  throw new AggregateError(errors, 'No engine of the processor opens')
}

/** The engine that made something, or where that is not here, the one that the probe chose. */
export async function openEngineLike(name: string): Promise<Engine> {
  const known = EngineName.safeParse(name)
  if (!known.success) return openEngine('auto')
  try {
    return await openEngine(known.data)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return openEngine('auto')
  }
}

/** Measures the given candidates and marks the fastest as chosen. At least one of them must work. */
export async function probe(all: Candidate[]): Promise<EngineInfo[]> {
  const expected = await oracle()
  const found: Found[] = []
  for (const candidate of all) {
    const { name, device } = candidate
    found.push({ name, device, ...(await tried(candidate, expected)) })
  }
  const able = found.filter((one) => one.trouble === null)
  const small = fastest(able, (one) => one.rate)
  if (able.some((one) => one.largeRate !== null)) await timeLarge(small, able, all)
  const large = fastest(able, (one) => one.largeRate) ?? small
  return found.map((one) => {
    const { trouble, ...info } = one
    const reason = trouble ?? reasonOf(one, { small: small!, large: large! }, found)
    return { ...info, chosen: one === small, chosenLarge: one === large, reason }
  })
}

/** Those on GPUs are tried in a process of their own. */
async function tried(candidate: Candidate, expected: Float32Array[]): Promise<Measured> {
  const missing = candidate.missing()
  if (missing !== null) return { ...NOTHING, trouble: missing }
  return candidate.device === 'GPU' ? measureApart(candidate.name) : measure(candidate, expected)
}

/** A GPU that works is worth a comparison: the fastest on the processor is timed on large networks too. */
async function timeLarge(small: Found | null, able: Found[], all: Candidate[]): Promise<void> {
  const rival =
    small?.device === 'CPU' ? small : fastest(able, (one) => (one.device === 'CPU' ? one.rate : null))
  const candidate = all.find((one) => one.name === rival?.name)
  if (!rival || !candidate) return
  const engine = await candidate.open()
  try {
    rival.largeRate = await trainingRate(engine, LARGE)
  } finally {
    await engine.dispose()
  }
}

function chosenOf(engines: EngineInfo[], size: NetworkSize): EngineName | undefined {
  return engines.find((one) => (size === 'large' ? one.chosenLarge : one.chosen))?.name
}
