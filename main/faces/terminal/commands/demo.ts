/** `tribunal demo`: the whole way on a practice case, or on one's own capture and alerts, without a question asked. */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { ExperimentConfig } from '../../../../preload/contract/experiment.ts'
import type { LabelSet, Rule } from '../../../../preload/contract/labeling.ts'
import { Problem } from '../../../../preload/contract/problem.ts'
import { usualAnchor } from '../../../alerts/anchor.ts'
import { listAlerts } from '../../../case/alerts.ts'
import { type CaseFile, createCase } from '../../../case/case-file.ts'
import { lockLabels } from '../../../labeling/lock.ts'
import { seconds } from '../durations.ts'
import { runText } from '../run-text.ts'
import { runCommand, type Session, withOpenCase } from '../session.ts'
import { addRuleOptions, type LabelOptions, ruleOf, wholeNumber } from '../rule-options.ts'
import { labelDocument, labelText } from './label.ts'
import { writeReport } from './report.ts'

/** Short windows label little that is wrong; what they miss shows in the report. */
const ownData: LabelOptions = { before: 60e6, after: 60e6 }

interface Options extends LabelOptions {
  out?: string
  capture?: string
  alerts?: string
  seed?: number
  json?: boolean
}

/** JSON: `{ case, label, run, report, seconds }`, each part as its own command prints it. */
export function addDemo(program: Command): void {
  const command = program
    .command('demo')
    .description('the whole way at once: case, import, labels, training, three protocols, report')
    .option(
      '--out <folder>',
      'folder for everything it makes; a new one among the temporary files when left out',
    )
    .option(
      '--capture <file>',
      'your own capture, together with --alerts; else a synthetic practice case is made',
    )
    .option('--alerts <file>', 'your own alerts')
    .option('--seed <number>', 'seed of the practice case and of the training', wholeNumber)
  addRuleOptions(command, ruleOf(ownData))
    .option('--json', 'print one JSON document: { case, label, run, report, seconds }')
    .action((options: Options) => runCommand(options, (session) => demo(session, options)))
}

async function demo(session: Session, options: Options): Promise<void> {
  const started = performance.now()
  const folder = options.out ? resolve(options.out) : mkdtempSync(join(tmpdir(), 'tribunal-demo-'))
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'demo.tribunal')
  const usual = await fill(session, path, folder, options)
  const set = await withOpenCase(path, (c) => label(c, { ...usual, ...given(options) }))
  if (!session.out.json) process.stderr.write(`${labelText(set)}\n\n`)
  const config = ExperimentConfig.parse(options.seed === undefined ? {} : { seed: options.seed })
  const run = await session.task('Experiment', path, { kind: 'experiment', config })
  const report = await writeReport(session, path, join(folder, 'report'), { run: run.run })
  const elapsed = (performance.now() - started) / 1000
  session.out.result(
    { case: path, label: labelDocument(set), run, report, seconds: elapsed },
    [runText(run), '', `Report: ${report.html}`, `Case:   ${path}`, `Done in ${seconds(elapsed)}.`].join(
      '\n',
    ),
  )
}

/**
 * Makes the case and imports into it.
 * @returns the rule to use where the person gives none. For the practice case: its searches tell the time of the last
 * activity rightly even when they fire late, and report every two or three minutes while an attack goes on.
 */
async function fill(session: Session, path: string, folder: string, options: Options): Promise<LabelOptions> {
  const { capture, alerts, seed } = options
  if (capture && alerts) {
    createCase(path).close()
    await session.task('Capture', path, { kind: 'import', path: resolve(capture) })
    await session.task('Alerts', path, { kind: 'alerts', path: resolve(alerts) })
    return ownData
  }
  if (capture || alerts)
    throw new Problem('demo-incomplete', 'A demo on your own data needs both a capture and its alerts', {
      advice: 'Give --capture FILE and --alerts FILE, or neither for a practice case.',
    })
  await session.task('Practice case', path, { kind: 'practice', folder, ...(seed !== undefined && { seed }) })
  return { anchor: 'last', before: 60e6, after: 180e6 }
}

function given(options: Options): LabelOptions {
  const { before, after, class: classBy, top, entity, conflict, anchor } = options
  const all = { before, after, class: classBy, top, entity, conflict, anchor }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function label(c: CaseFile, options: LabelOptions): LabelSet {
  return lockLabels(c, ruleOf(options, { classBy: classOf(c), anchor: usualAnchor(c) }, c))
}

/** Techniques where the alerts name any, else tactics, else the alerts' names. */
function classOf(c: CaseFile): Rule['classBy'] {
  const alerts = listAlerts(c)
  if (alerts.some((alert) => alert.techniques.length > 0)) return 'technique'
  return alerts.some((alert) => alert.tactics.length > 0) ? 'tactic' : 'name'
}
