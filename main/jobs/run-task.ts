/**
 * Runs one task to its end, in whatever process it is called: the engine process for the window, the terminal's own for the
 * command line. What it returns is the JSON that `--json` prints and that a finished job carries.
 */
import type { Task, TaskOf } from './messages.ts'
import type { TaskContext } from './progress.ts'

/** A task of one kind, as its file in tasks/ runs it. */
type Run<K extends Task['kind']> = (
  task: TaskOf<K>,
  casePath: string,
  context: TaskContext,
) => Promise<TaskResults[K]>

/** What each kind of task answers. */
export interface TaskResults {
  import: import('./tasks/import.ts').ImportResult
  'import-files': import('../../preload/contract/import-files.ts').ImportedFiles
  alerts: import('./tasks/import.ts').ImportResult
  experiment: import('./tasks/experiment.ts').ExperimentAnswer
  report: import('../../preload/contract/report.ts').ReportInfo
  verify: import('./tasks/verify.ts').VerifyResult
  suspects: import('../../preload/contract/suspects.ts').SuspectsInfo
  export: import('../../preload/contract/exports.ts').ExportAnswer
  'export-events': import('../../preload/contract/export-events.ts').EventsExport
  practice: import('./tasks/practice.ts').PracticeResult
  score: import('../../preload/contract/scoring.ts').Scoring
  index: import('../../preload/contract/text-index.ts').TextIndex
}

/** Each task is loaded when it is first asked for, so that an import does not load the tensors. */
const tasks: { [K in Task['kind']]: () => Promise<Run<K>> } = {
  import: async () => (await import('./tasks/import.ts')).runImport,
  'import-files': async () => (await import('./tasks/import-files.ts')).runImportFiles,
  alerts: async () => (await import('./tasks/alerts.ts')).runAlerts,
  experiment: async () => (await import('./tasks/experiment.ts')).runExperiment,
  report: async () => (await import('./tasks/report.ts')).runReport,
  verify: async () => (await import('./tasks/verify.ts')).runVerify,
  suspects: async () => (await import('./tasks/suspects.ts')).runSuspects,
  export: async () => (await import('./tasks/export.ts')).runExport,
  'export-events': async () => (await import('./tasks/export-events.ts')).runExportEvents,
  practice: async () => (await import('./tasks/practice.ts')).runPractice,
  index: async () => (await import('./tasks/index-text.ts')).runIndex,
  score: async () => (await import('./tasks/score.ts')).runScore,
}

/**
 * @throws Problem for what a person can mend; an AbortError when the context's signal was aborted
 */
export async function runTask<T extends Task>(
  task: T,
  casePath: string,
  context: TaskContext,
): Promise<TaskResults[T['kind']]> {
  context.signal.throwIfAborted()
  // The table pairs each kind with the runner of that kind; TypeScript cannot follow the pairing through a union.
  const run = (await tasks[task.kind]()) as unknown as (
    task: T,
    casePath: string,
    context: TaskContext,
  ) => Promise<TaskResults[T['kind']]>
  return run(task, casePath, context)
}

/** True when a task ended because it was told to: any error after the signal counts, since work stops where it can. */
export function isCanceled(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof Error && error.name === 'AbortError')
}
