/** The custody log: its chain, and whether what the case holds is what the log says was put into it. */
import type { CustodyEntry } from '../../../preload/contract/custody.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { checkCustody, custodyEntries } from '../../case/custody.ts'
import { listLabelSets } from '../../case/label-sets.ts'
import { listReports } from '../../case/results/reports.ts'
import { listRuns } from '../../case/results/runs.ts'
import { listScorings } from '../../case/results/scorings.ts'
import { listSources } from '../../case/evidence/sources.ts'
import type { VerifyCheck } from './check.ts'

const PAGE = 1000

export function custodyChecks(c: CaseFile): VerifyCheck[] {
  const { total, intact, brokenAt, tip } = checkCustody(c)
  const chain: VerifyCheck = {
    what: 'custody chain',
    ok: intact,
    detail: intact
      ? `${total} entries, tip ${tip}`
      : `the chain is broken from entry ${brokenAt ?? '?'} on; the log was changed outside Tribunal`,
  }
  return [chain, ...holdings(c, total)]
}

/** Each thing in the case against the entry that was written with it. */
function holdings(c: CaseFile, total: number): VerifyCheck[] {
  const logged = entries(c, total)
  const against = (
    action: string,
    id: unknown,
    what: string,
    fields: Record<string, unknown>,
  ): VerifyCheck => {
    const entry = logged.get(`${action} ${String(id)}`)?.details
    if (!entry) return { what, ok: false, detail: 'the custody log does not know it' }
    const wrong = Object.keys(fields).filter((name) => entry[name] !== fields[name])
    const names = Object.keys(fields).join(', ')
    return wrong.length === 0
      ? { what, ok: true, detail: `${names} as logged` }
      : { what, ok: false, detail: `not as logged: ${wrong.join(', ')}` }
  }
  return [
    ...listSources(c).map(({ id, name, sha256, rows, accepted, rejected }) =>
      against('evidence-imported', id, `custody of ${name}`, { sha256, rows, accepted, rejected }),
    ),
    ...listLabelSets(c).map(({ id, ruleHash, labelsHash }) =>
      against('labels-locked', id, `custody of ${id}`, { ruleHash, labelsHash }),
    ),
    ...listRuns(c).map(({ id, configHash, weightsHash, scoresHash }) =>
      against('run-saved', id, `custody of ${id}`, { configHash, weightsHash, scoresHash }),
    ),
    ...listScorings(c).map(({ id, hashes }) =>
      against('events-scored', id, `custody of ${id}`, { scoresHash: hashes.scores }),
    ),
    ...listReports(c).map(({ id, htmlSha256, jsonSha256 }) =>
      against('report-written', id, `custody of ${id}`, { htmlSha256, jsonSha256 }),
    ),
  ]
}

/** The version of Tribunal that stored a run; empty when the log does not know the run. */
export function versionOf(c: CaseFile, run: string): string {
  return entries(c, checkCustody(c).total).get(`run-saved ${run}`)?.version ?? ''
}

/** All entries that name an id, by action and id. */
function entries(c: CaseFile, total: number): Map<string, CustodyEntry> {
  const found = new Map<string, CustodyEntry>()
  for (let offset = 0; offset < total; offset += PAGE) {
    for (const entry of custodyEntries(c, offset, PAGE)) {
      const { id } = entry.details
      if (typeof id === 'string' || typeof id === 'number') found.set(`${entry.action} ${id}`, entry)
    }
  }
  return found
}
