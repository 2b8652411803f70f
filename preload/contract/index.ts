/** The whole contract between the window and the services, one file a domain. */
import { app } from './app.ts'
import { cases } from './case.ts'
import { custody } from './custody.ts'
import { evaluation } from './evaluation.ts'
import { events } from './events.ts'
import { evidence } from './evidence.ts'
import { experiments } from './experiment.ts'
import { experts } from './experts.ts'
import { exports } from './exports.ts'
import { jobs } from './jobs.ts'
import { labeling } from './labeling.ts'
import { profiles } from './profiles.ts'
import { reports } from './report.ts'
import { scoring } from './scoring.ts'
import { suspects } from './suspects.ts'

export const contract = {
  app,
  cases,
  custody,
  evaluation,
  events,
  evidence,
  experiments,
  experts,
  exports,
  jobs,
  labeling,
  profiles,
  reports,
  scoring,
  suspects,
}
export type Contract = typeof contract

export * from './app.ts'
export * from './case.ts'
export * from './clocks.ts'
export * from './common.ts'
export * from './custody.ts'
export * from './encodings.ts'
export * from './evaluation.ts'
export * from './events.ts'
export * from './evidence.ts'
export * from './experiment.ts'
export * from './experts.ts'
export * from './export-events.ts'
export * from './exports.ts'
export * from './import-files.ts'
export * from './filter-term.ts'
export * from './gaps.ts'
export * from './groups.ts'
export * from './jobs.ts'
export * from './label-column.ts'
export * from './labeling.ts'
export * from './labeling-sweep.ts'
export * from './labeling-tables.ts'
export * from './problem.ts'
export * from './profiles.ts'
export * from './report.ts'
export * from './scoring.ts'
export * from './suspects.ts'
export * from './text-index.ts'
export * from './understanding.ts'
export * from './verdicts.ts'
export * from './split-config.ts'
