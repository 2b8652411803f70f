/** `tribunal run CASE [EXPERIMENT.json] [--preset NAME]`: trains, evaluates and stores a run. */
import { type Command, Option } from 'commander'
import { ENGINE_NAMES } from '../../../../preload/contract/engines.ts'
import { ExperimentConfig } from '../../../../preload/contract/experiment.ts'
import { Problem } from '../../../../preload/contract/problem.ts'
import { holdsOut, SplitConfig } from '../../../../preload/contract/split-config.ts'
import { presetNamed } from '../../../training/presets.ts'
import { differencesFrom } from '../preset-config.ts'
import { readJson } from '../read-json.ts'
import { runCommand } from '../session.ts'
import { runText } from '../run-text.ts'
import { wholeNumber } from '../rule-options.ts'
import { another } from './label-column.ts'

interface Options {
  preset?: string
  seed?: number
  experts?: 'one-class' | 'one-vs-rest'
  engine?: ExperimentConfig['engine']
  fresh?: boolean
  split?: ExperimentConfig['split']['by']
  trainOn?: string[]
  testOn?: string[]
  json?: boolean
}

/** JSON: `{ run, weightsHash, scoresHash, protocols: { E1, E2, E3: { metrics, baselines, ailments, … } }, … }`. */
export function addRun(program: Command): void {
  program
    .command('run')
    .description('train a system (a panel of experts by default), and evaluate it under each protocol')
    .argument('<case>', 'the case file')
    .argument(
      '[experiment]',
      'JSON file with what differs from the defaults, e.g. {"seed": 7, "model": {"experts": "one-class"}}',
    )
    .option(
      '--preset <name>',
      'start from this preset (tribunal presets lists them); the file then says what differs from it',
    )
    .option('--seed <number>', 'overrides the seed', wholeNumber)
    .addOption(
      new Option('--experts <how>', 'overrides how the experts of S1 are trained').choices([
        'one-class',
        'one-vs-rest',
      ]),
    )
    .addOption(new Option('--engine <name>', 'overrides the engine').choices(['auto', ...ENGINE_NAMES]))
    .addOption(
      new Option('--split <how>', 'overrides how events are parted').choices(
        SplitConfig.shape.by.unwrap().options,
      ),
    )
    .option('--test-on <name>', 'test on this capture (host, user) alone; may be repeated', another)
    .option('--train-on <name>', 'train on this one only; may be repeated', another)
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

function configOf(file: string | undefined, options: Options): ExperimentConfig {
  const { preset, seed, experts, engine, split: by, trainOn, testOn } = options
  const start = preset === undefined ? ExperimentConfig.parse({}) : presetNamed(preset).config
  const base = file === undefined ? start : readJson(file, differencesFrom(start))
  if (experts && base.model.system !== 'S1')
    throw new Problem(
      'not-for-this-system',
      `--experts is about S1; this experiment trains ${base.model.system}.`,
    )
  const model = experts ? { ...base.model, experts } : base.model
  return ExperimentConfig.parse({
    ...base,
    model,
    split: { ...base.split, ...held(base, by, trainOn, testOn) },
    ...(seed !== undefined && { seed }),
    ...(engine && { engine }),
  })
}

/** Naming captures is enough: what is held out is captures unless something else is said. */
function held(
  { split }: ExperimentConfig,
  by: Options['split'],
  trainOn: string[] | undefined,
  testOn: string[] | undefined,
): Partial<ExperimentConfig['split']> {
  const named = trainOn ?? testOn
  const how = by ?? (named && !holdsOut(split) ? 'source' : undefined)
  return { ...(how && { by: how }), ...(trainOn && { trainOn }), ...(testOn && { testOn }) }
}
