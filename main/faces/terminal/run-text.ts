/** A run in a table: each protocol beside the baselines it must beat, then what ails it. */
import { BASELINE_NAMES, RivalKind } from '../../../preload/contract/baselines.ts'
import type { Metrics } from '../../../preload/contract/evaluation.ts'
import type { ExperimentAnswer, ProtocolAnswer } from '../../jobs/tasks/experiment.ts'
import { seconds } from './durations.ts'
import { rate, table } from './output.ts'

const head = [
  'protocol',
  'macro F1',
  'attack recall',
  'precision',
  'PR-AUC (floor)',
  'always benign',
  'best feature',
  'boosted trees',
  'holds',
]

const isRival = (kind: string) => RivalKind.safeParse(kind).success

export function runText(answer: ExperimentAnswer): string {
  const protocols = Object.entries(answer.protocols)
  return [
    `Run ${answer.run}: ${answer.classes.length} classes, ${answer.engine}, ${seconds(answer.seconds)}, weights ${answer.weightsHash.slice(0, 12)}`,
    ...(answer.resumedAt === null
      ? []
      : [`Resumed at ${answer.resumedAt}, from the checkpoint of an earlier try.`]),
    ...answer.warnings.map((warning) => `Warning: ${warning}`),
    '',
    table(
      head,
      protocols.map(([id, protocol]) => row(id, protocol)),
    ),
    '',
    ...protocols.flatMap(([id, protocol]) => [
      `${id}: ${protocol.verdict}`,
      ...besides(protocol),
      ...ailments(protocol),
    ]),
  ].join('\n')
}

function row(id: string, { metrics, baselines, holds }: ProtocolAnswer): string[] {
  const of = (kind: string): Metrics | undefined => baselines.find((one) => one.kind === kind)?.metrics
  const { binary, macro } = metrics
  return [
    id,
    rate(macro.f1),
    rate(binary.recall),
    rate(binary.precision),
    `${rate(binary.prAuc)} (${rate(binary.prevalence)})`,
    rate(of('always-benign')?.macro.f1 ?? null),
    rate(of('best-single-feature')?.macro.f1 ?? null),
    rate(of('boosted-trees')?.macro.f1 ?? null),
    holds ? 'yes' : 'no',
  ]
}

/** What learned on the same rows, and the system without identifiers, in one line. */
function besides({ metrics, baselines }: ProtocolAnswer): string[] {
  const shown = baselines.filter(({ kind }) => isRival(kind) || kind === 'without-identifiers')
  if (shown.length === 0) return []
  const of = ({ macro, binary }: Metrics) => `${rate(macro.f1)} ${rate(binary.rocAuc)}`
  const own = shown.map(({ kind, metrics: m }) => `${BASELINE_NAMES[kind]} ${of(m)}`)
  return [`  Macro F1 and ROC-AUC: this ${of(metrics)}; ${own.join('; ')}`]
}

function ailments({ ailments: found }: ProtocolAnswer): string[] {
  return found.map(({ severity, kind, subject, finding }) => {
    const about = subject ? ` (${subject})` : ''
    return `  ${severity === 'severe' ? '!!' : ' !'} ${kind}${about}: ${finding}`
  })
}
