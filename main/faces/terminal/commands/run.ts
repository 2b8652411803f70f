/** `tribunal run CASE [EXPERIMENT.json]`: trains, evaluates and stores a run. */
import { type Command, Option } from 'commander'
import { ENGINE_NAMES } from '../../../../preload/contract/engines.ts'
import { ExperimentConfig } from '../../../../preload/contract/experiment.ts'
import { readJson } from '../read-json.ts'
import { runCommand } from '../session.ts'
import { runText } from '../run-text.ts'
import { wholeNumber } from '../rule-options.ts'

interface Options {
  seed?: number
  experts?: 'one-class' | 'one-vs-rest'
  engine?: ExperimentConfig['engine']
  fresh?: boolean
  json?: boolean
}

/** JSON: `{ run, weightsHash, scoresHash, protocols: { E1, E2, E3: { metrics, baselines, ailments, … } }, … }`. */
export function addRun(program: Command): void {
  program
    .command('run')
    .description('train the panel of experts, and evaluate it under the three protocols')
    .argument('<case>', 'the case file')
    .argument(
      '[experiment]',
      'JSON file with what differs from the defaults, e.g. {"seed": 7, "model": {"experts": "one-class"}}',
    )
    .option('--seed <number>', 'overrides the seed', wholeNumber)
    .addOption(
      new Option('--experts <how>', 'overrides how experts are trained').choices([
        'one-class',
        'one-vs-rest',
      ]),
    )
    .addOption(new Option('--engine <name>', 'overrides the engine').choices(['auto', ...ENGINE_NAMES]))
    .option(
      '--fresh',
      'begin at the beginning, even where an interrupted run of the same experiment left a checkpoint',
    )
    .option(
      '--json',
      'print one JSON document: { run, weightsHash, protocols: { E1, E2, E3: { metrics, baselines, ailments } }, … }',
    )
    .action((path: string, file: string | undefined, options: Options) =>
      runCommand(options, async ({ task, out }) => {
        const config = configOf(file, options)
        const { fresh } = options
        const answer = await task('Experiment', path, { kind: 'experiment', config, fresh })
        out.result(answer, runText(answer))
      }),
    )
}

function configOf(file: string | undefined, { seed, experts, engine }: Options): ExperimentConfig {
  const base = file === undefined ? ExperimentConfig.parse({}) : readJson(file, ExperimentConfig)
  const model = experts ? { ...base.model, experts } : base.model
  return ExperimentConfig.parse({
    ...base,
    model,
    ...(seed !== undefined && { seed }),
    ...(engine && { engine }),
  })
}
