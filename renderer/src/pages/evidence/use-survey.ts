/** Looks at many files, two at a time, in their order; what was decided about one is looked at anew. */
import { useEffect, useState } from 'react'
import type { Inspection } from '../../../../preload/contract/evidence.ts'
import type { ProblemShape } from '../../../../preload/contract/problem.ts'
import { call } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { askedOf, type Decisions } from './decisions.ts'

export interface FoundFile {
  path: string
  size: number
}
export interface Looked {
  inspection: Inspection | null
  problem: ProblemShape | null
}
interface SurveyedFile extends FoundFile {
  decisions: Decisions
  /** Null while it has not been looked at by these decisions. */
  looked: Looked | null
  /** What the last look saw, by whatever decisions. */
  latest: Looked | null
}

/** More at once would keep other pages waiting. */
const AT_ONCE = 2
const NONE: Decisions = {}

interface Survey {
  files: readonly SurveyedFile[]
  /** Files that were looked at. */
  done: number
  decide: (paths: readonly string[], decisions: Decisions) => void
}

const keyOf = (decisions: Decisions): string => JSON.stringify(askedOf(decisions))

/** @param found keep it the same list between drawings */
export function useSurvey(found: readonly FoundFile[]): Survey {
  const [decided, setDecided] = useState<ReadonlyMap<string, Decisions>>(new Map())
  const [looks, setLooks] = useState<ReadonlyMap<string, { key: string; looked: Looked }>>(new Map())
  const files = found.map((file) => {
    const decisions = decided.get(file.path) ?? NONE
    const look = looks.get(file.path)
    const latest = look?.looked ?? null
    return { ...file, decisions, looked: look?.key === keyOf(decisions) ? latest : null, latest }
  })
  useEffect(() => {
    const stop = new AbortController()
    const waiting = found
      .map(({ path }) => ({ path, decisions: decided.get(path) ?? NONE }))
      .filter(({ path, decisions }) => looks.get(path)?.key !== keyOf(decisions))
    const next = async (): Promise<void> => {
      for (let one = waiting.shift(); one && !stop.signal.aborted; one = waiting.shift()) {
        const { path, decisions } = one
        const looked = await look(path, decisions, stop.signal)
        if (!stop.signal.aborted)
          setLooks((before) => new Map(before).set(path, { key: keyOf(decisions), looked }))
      }
    }
    for (let i = 0; i < AT_ONCE; i++) void next()
    return () => stop.abort()
    // What was looked at grows by this very effect.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [found, decided])
  const decide = (paths: readonly string[], decisions: Decisions): void =>
    setDecided((before) => new Map([...before, ...paths.map((path) => [path, decisions] as const)]))
  return { files, done: files.filter((file) => file.looked !== null).length, decide }
}

async function look(path: string, decisions: Decisions, signal: AbortSignal): Promise<Looked> {
  try {
    return {
      inspection: await call('evidence.inspect', { path, ...askedOf(decisions) }, signal),
      problem: null,
    }
  } catch (error) {
    return { inspection: null, problem: problemOf(error) }
  }
}
