/** What captures lack, as pages show it. */
import { useMemo } from 'react'
import type { Gap } from '../../../../preload/contract/gaps.ts'
import { useCall } from '../../api/use-call.ts'

const NONE: readonly Gap[] = []

export function useGaps(): readonly Gap[] {
  return useCall('cases.gaps', {}).data ?? NONE
}

export interface TimedGap extends Gap {
  from: number
  to: number
}

/** Those that have both ends. */
function timed(gaps: readonly Gap[]): TimedGap[] {
  return gaps.filter((gap): gap is TimedGap => gap.from !== null && gap.to !== null && gap.to > gap.from)
}

/** Those in which a host said nothing: a missing record number tells of a loss, not of a time without data. */
export function silences(gaps: readonly Gap[]): TimedGap[] {
  return timed(gaps).filter(({ kind }) => kind === 'silence')
}

/** Stretches in which some host of a capture said nothing; those that meet are one. */
export function useCommonGaps(): readonly { from: number; to: number }[] {
  const gaps = useGaps()
  return useMemo(() => {
    const merged: { from: number; to: number }[] = []
    for (const { from, to } of silences(gaps).toSorted((a, b) => a.from - b.from)) {
      const last = merged.at(-1)
      if (last && from <= last.to) last.to = Math.max(last.to, to)
      else merged.push({ from, to })
    }
    return merged
  }, [gaps])
}
