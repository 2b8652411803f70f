/** `tribunal export CASE --out DIR`: the model of a run as ONNX, with its card. */
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { ExportAnswer, ExportedKind, ModelRegime } from '../../../../preload/contract/exports.ts'
import { count } from '../../../../preload/figures/format.ts'
import { newestRun } from '../newest-run.ts'
import { runCommand, withOpenCase } from '../session.ts'

interface Options {
  out: string
  run?: string
  regime?: ModelRegime
  model?: ExportedKind
  json?: boolean
}

/** JSON: an ExportAnswer. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('write the model of a run as ONNX, from raw columns to a decision, with a model card')
    .argument('<case>', 'the case file')
    .requiredOption(
      '--out <folder>',
      'folder for model.onnx, model-card.json and model-card.md; made if need be',
    )
    .option('--run <id>', 'which run; the newest when left out')
    .addOption(
      new Option('--regime <name>', 'which of its models; the first trained when left out').choices([
        'imbalanced',
        'balanced',
      ]),
    )
    .addOption(
      new Option('--model <what>', "the run's system, or the boosted trees beside it (system)").choices([
        'system',
        'boosted-trees',
      ]),
    )
    .option('--json', 'print one JSON document: { run, regime, files, sha256, check }')
    .action((path: string, options: Options) =>
      runCommand(options, async ({ task, out }) => {
        const run = options.run ?? (await withOpenCase(path, newestRun))
        const { regime, model } = options
        const folder = resolve(options.out)
        const answer = await task('Export', path, {
          kind: 'export',
          run,
          folder,
          ...(regime && { regime }),
          ...(model && { model }),
        })
        out.result(answer, exportText(answer))
      }),
    )
}

function exportText({ files, check }: ExportAnswer): string {
  const [first = '', ...rest] = files
  const lines = [`Wrote ${first}`, ...rest.map((file) => `      ${file}`)]
  if (!check)
    return [...lines, 'Not compared with the stored scores: ONNX Runtime does not load here.'].join('\n')
  const apart = check.largestDifference.toExponential(1)
  return [
    ...lines,
    `Same scores as stored, on ${count(check.rows)} rows to ${apart} (${check.runtime}).`,
  ].join('\n')
}
