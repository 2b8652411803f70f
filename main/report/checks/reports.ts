/** Reports: their bytes hashed again, and their numbers against those of their run. */
import type { ReportInfo } from '../../../preload/contract/report.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { sha256 } from '../../case/hash.ts'
import { getReport } from '../../case/results/reports.ts'
import { getEvaluation } from '../../case/results/runs.ts'
import { same } from './check.ts'
import type { VerifyCheck } from './check.ts'
import { compare, verdictOf } from './compare.ts'

export function reportChecks(c: CaseFile, { id, run, htmlSha256, jsonSha256 }: ReportInfo): VerifyCheck[] {
  const { html, json } = getReport(c, id)
  return [
    same(`${id} HTML`, htmlSha256, sha256(Buffer.from(html)), 'SHA-256'),
    same(`${id} JSON`, jsonSha256, sha256(Buffer.from(json)), 'SHA-256'),
    {
      what: `${id} numbers against ${run}`,
      ...verdictOf(compare(evaluationOf(json), getEvaluation(c, run))),
    },
  ]
}

function evaluationOf(json: string): unknown {
  try {
    return (JSON.parse(json) as { evaluation?: unknown }).evaluation
  } catch {
    return undefined
  }
}
