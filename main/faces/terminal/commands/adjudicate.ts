/** `tribunal adjudicate CASE [EVENT VERDICT]`: says what an event is, or lists what was said. */
import { type Command, InvalidArgumentError } from 'commander'
import { VerdictKind, type Verdict } from '../../../../preload/contract/verdicts.ts'
import { instant } from '../../../../preload/figures/format.ts'
import { Problem } from '../../../../preload/contract/problem.ts'
import { loadCore } from '../../../case/evidence/core.ts'
import { listVerdicts } from '../../../case/verdicts.ts'
import { adjudicate } from '../../../labeling/adjudicate.ts'
import { table } from '../output.ts'
import { wholeNumber } from '../rule-options.ts'
import { runCommand, withOpenCase } from '../session.ts'

interface Options {
  class?: string
  note?: string
  json?: boolean
}

/** JSON: the verdict as it was stored; without an event, { verdicts }. */
export function addAdjudicate(program: Command): void {
  program
    .command('adjudicate')
    .description(
      'say what an event is: malicious, benign, unsure, or withdrawn to take it back; without an event, list verdicts',
    )
    .argument('<case>', 'the case file')
    .argument('[event]', 'number of the event in the case', wholeNumber)
    .argument('[verdict]', VerdictKind.options.join(', '), verdictOf)
    .option('--class <name>', 'class of a malicious event')
    .option('--note <text>', 'why; it goes into the custody log')
    .option('--json', 'print one JSON document: the verdict, or { verdicts }')
    .action(
      (path: string, event: number | undefined, verdict: Verdict['verdict'] | undefined, options: Options) =>
        runCommand(options, ({ out }) =>
          withOpenCase(path, (c) => {
            if (event === undefined) {
              const verdicts = listVerdicts(c)
              out.result({ verdicts }, listText(verdicts))
              return
            }
            if (verdict === undefined)
              throw new Problem('invalid-input', 'Say what the event is.', {
                advice: `Write one of ${VerdictKind.options.join(', ')} after the event's number.`,
              })
            const { class: name = null, note = '' } = options
            const saved = adjudicate(c, loadCore(c), { event, verdict, class: name, note })
            out.result(saved, `Verdict ${saved.id}: event ${event} is ${verdict}.`)
          }),
        ),
    )
}

function verdictOf(text: string): Verdict['verdict'] {
  const parsed = VerdictKind.safeParse(text)
  if (!parsed.success) throw new InvalidArgumentError(`Write one of ${VerdictKind.options.join(', ')}.`)
  return parsed.data
}

function listText(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return 'No verdicts yet.'
  const rows = verdicts.map((one) => [
    one.id,
    instant(one.at),
    one.event,
    one.verdict,
    one.class ?? '',
    one.note,
  ])
  return table(['verdict', 'at', 'event', 'is', 'class', 'note'], rows)
}
