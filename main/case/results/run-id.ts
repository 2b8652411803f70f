/** The ids of runs: `run-1`, `run-2`, … */
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../case-file.ts'

export function runText(id: number): string {
  return `run-${id}`
}

/** 0, which no row has, for what is no id. */
export function runNumber(id: string): number {
  return Number(/^run-(\d{1,9})$/.exec(id)?.[1] ?? 0)
}

export function noSuchRun(c: CaseFile, id: string): Problem {
  return new Problem('no-such-run', `The case has no run ${id}.`, {
    where: { file: c.path },
    advice: 'List the runs to see what there is.',
  })
}
