/** The model card for people, in Markdown. Names from evidence are written as code, so that none can become markup. */
import { count, decimal } from '../../preload/figures/format.ts'
import type { ModelCard } from './card.ts'

export function cardText(card: ModelCard): string {
  const sections = [
    `# Model card: ${plain(card.name)}`,
    `Run ${card.run}, ${card.model}, trained on the ${card.regime} regime. ${plain(card.intendedUse)}`,
    '## Does it hold?',
    ...(card.results.length === 0 ? ['No protocol of the run tested this model.'] : card.results.map(result)),
    '## Limits',
    list(card.limits.map(plain)),
    '## Classes',
    table(
      ['index', 'class', 'training rows'],
      card.classes.map((name, k) => [k, code(name), rowsOf(card, k)]),
    ),
    '## Inputs',
    `One value per event each, shape [batch, 1]; any number of events at once.`,
    table(
      ['name', 'type', 'what to put there'],
      card.inputs.map((input) => [code(input.name), input.type, plain(input.what)]),
    ),
    '## Outputs',
    table(
      ['name', 'type', 'shape', 'meaning'],
      card.outputs.map(({ name, type, shape, what }) => [code(name), type, shape.join(' × '), what]),
    ),
    chosenBy(card),
    '## Trained on',
    table(
      ['evidence', 'kind', 'rows', 'SHA-256'],
      card.trainedOn.evidence.map(({ name, kind, accepted, sha256 }) => [
        code(name),
        kind,
        count(accepted),
        sha256,
      ]),
    ),
    `Labels: ${card.trainedOn.labelSet.id}, rule ${card.trainedOn.labelSet.ruleHash}, labels ${card.trainedOn.labelSet.labelsHash}.`,
    '## Features',
    list(card.features.map(code)),
    '## Made with',
    table(['what', 'value'], [...madeWith(card)]),
    '## Experiment',
    `\`\`\`json\n${JSON.stringify(card.config, null, 2)}\n\`\`\``,
  ]
  return `${sections.join('\n\n')}\n`
}

function chosenBy({ gating: { strategy, parameter } }: ModelCard): string {
  if (strategy === 'joint') return 'The likeliest class is chosen.'
  return `The class is chosen by ${strategy}${strategy === 'top-1' ? '' : ` (${parameter})`}.`
}

function result({
  protocol,
  title,
  holds,
  verdict,
  ailments,
  strategy,
  metrics,
}: ModelCard['results'][number]): string {
  const { macro, binary } = metrics
  const rate = (value: number | null) => (value === null ? '–' : decimal(value, 3))
  const numbers = table(
    ['strategy', 'rows', 'macro F1', 'attack recall', 'attack precision', 'PR-AUC', 'prevalence'],
    [
      [
        strategy,
        count(metrics.rows),
        rate(macro.f1),
        rate(binary.recall),
        rate(binary.precision),
        rate(binary.prAuc),
        rate(binary.prevalence),
      ],
    ],
  )
  const found = ailments.map(
    ({ severity, kind, subject, finding }) =>
      `**${severity}: ${kind}**${subject ? ` (${code(subject)})` : ''}. ${plain(finding)}`,
  )
  const head = `### ${protocol}: ${plain(title)}\n\n${holds === null ? '·' : holds ? '✓' : '✗'} ${plain(verdict)}`
  return [head, ...(found.length > 0 ? [list(found)] : ['No ailment was found.']), numbers].join('\n\n')
}

function* madeWith(card: ModelCard): Generator<[string, string]> {
  yield ['engine', card.engine]
  yield ['seed', String(card.seed)]
  yield ['Tribunal', card.versions.tribunal]
  yield [
    'ONNX',
    `operator set ${card.versions.opset}, IR version ${card.versions.ir}, standard operators only`,
  ]
  if (card.check)
    yield [
      'checked',
      `${count(card.check.rows)} test rows with ${card.check.runtime}: largest difference ${card.check.largestDifference.toExponential(1)}`,
    ]
  for (const [what, hash] of Object.entries(card.hashes)) yield [`SHA-256 of ${what}`, hash]
}

function rowsOf(card: ModelCard, k: number): string {
  const rows = card.trainedOn.rows?.[k]
  return rows === undefined ? '–' : count(rows)
}

const list = (lines: string[]) => lines.map((line) => `- ${line}`).join('\n')

function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.map((cell) => String(cell)).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Text from evidence: no markup, no line breaks, no way out of a table cell. */
function plain(text: string): string {
  return flat(text).replaceAll(/[\\`*_<>[\]|#]/g, String.raw`\$&`)
}

function code(text: string): string {
  const ticks = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  const inner = flat(text).replaceAll('|', String.raw`\|`)
  const pad = ticks.length > 1 ? ' ' : ''
  return `${ticks}${pad}${inner}${pad}${ticks}`
}

const flat = (text: string) => text.replaceAll(/\p{Cc}|\p{Cf}|\s+/gu, ' ')
