/** Which time of the alerts a rule should hang on when nobody says: the one chosen when they were imported. */
import type { CaseFile } from '../case/case-file.ts'
import { listSources } from '../case/evidence/sources.ts'
import type { Rule } from '../../preload/contract/labeling.ts'
import { roleOf } from './time-columns.ts'

/** The anchor of the newest alert source; `fired` when the case has none. */
export function usualAnchor(c: CaseFile): Rule['anchor'] {
  const newest = listSources(c).findLast((source) => source.kind === 'alerts')
  return roleOf(newest?.mapping?.time ?? '') ?? 'fired'
}
