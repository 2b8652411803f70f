/**
 * Checks a whole case: everything that can be computed again is, and compared with what is stored. Nothing is written.
 * Only training itself is not repeated; `tribunal run` with the same experiment does that.
 */
import { Problem } from '../../preload/contract/problem.ts'
import type { CaseFile } from '../case/case-file.ts'
import { listLabelSets } from '../case/label-sets.ts'
import { listReports } from '../case/results/reports.ts'
import { listRuns } from '../case/results/runs.ts'
import { listScorings } from '../case/results/scorings.ts'
import { listSources } from '../case/evidence/sources.ts'
import { breathe } from './checks/check.ts'
import type { VerifyCheck, VerifyContext } from './checks/check.ts'
import { custodyChecks } from './checks/custody.ts'
import { evidenceCheck } from './checks/evidence.ts'
import { labelChecks } from './checks/labels.ts'
import { reportChecks } from './checks/reports.ts'
import { runChecks } from './checks/runs.ts'
import { scoringChecks } from './checks/scorings.ts'

/** @returns every check in the order in which things were made; `ok` when all are. Rejects with the signal's reason. */
export async function verifyCase(
  c: CaseFile,
  ctx: VerifyContext,
): Promise<{ ok: boolean; checks: VerifyCheck[] }> {
  const tasks: [string, () => VerifyCheck[] | Promise<VerifyCheck[]>][] = [
    ['checking the custody log', () => custodyChecks(c)],
    ...evidenceTasks(c, ctx),
    ...listLabelSets(c).map((set): (typeof tasks)[number] => [
      `labeling again: ${set.name}`,
      () => labelChecks(c, set),
    ]),
    ...listRuns(c).map((run): (typeof tasks)[number] => [
      `computing again: ${run.id}`,
      () => runChecks(c, run, ctx),
    ]),
    ...listScorings(c).map((one): (typeof tasks)[number] => [
      `scoring again: ${one.id}`,
      () => scoringChecks(c, one, ctx),
    ]),
    ...listReports(c).map((r): (typeof tasks)[number] => [`checking ${r.id}`, () => reportChecks(c, r)]),
  ]
  const checks: VerifyCheck[] = []
  for (const [done, [step, work]] of tasks.entries()) {
    ctx.progress({ step, fraction: done / tasks.length })
    await breathe(ctx.signal)
    checks.push(...(await damageTold(step, work)))
  }
  ctx.progress({ step: 'verified', fraction: 1 })
  return { ok: checks.every((check) => check.ok), checks }
}

/** A part that is damaged or does not fit together fails its own check; the others are made all the same. */
async function damageTold(
  step: string,
  work: () => VerifyCheck[] | Promise<VerifyCheck[]>,
): Promise<VerifyCheck[]> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem ? error.code !== 'case-corrupt' : isAbort(error)) throw error
    return [{ what: step, ok: false, detail: `cannot be checked: ${(error as Error).message}` }]
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

function evidenceTasks(c: CaseFile, ctx: VerifyContext): [string, () => Promise<VerifyCheck[]>][] {
  return listSources(c).map((source) => [
    `hashing ${source.name}`,
    async () => [await evidenceCheck(c, source, ctx.signal)],
  ])
}
