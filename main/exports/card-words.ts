/** The sentences of a model card: what the model is for, and what it must not be taken for. */
import { isColumnRule } from '../../preload/contract/labeling.ts'
import type { CardFacts } from './card.ts'

export const INTENDED_USE =
  'To rank events of captures like the ones it was trained on for an examiner to look at. It is a lead, not a finding: ' +
  'every event it points at is to be read in the original record.'

/** What limits it, from this run's own facts. */
export function limitsOf({ source, kind, labelSet, protocols, check, model }: CardFacts): string[] {
  const limits: string[] = []
  const failed = protocols.filter(({ holds }) => !holds)
  if (failed.length > 0 && kind === 'system')
    limits.push(
      `Its own evaluation does not hold under ${failed.map(({ id }) => id).join(', ')}; see the verdicts.`,
    )
  if (protocols.length === 0) limits.push('No protocol of the run tested this model.')
  limits.push(
    isColumnRule(labelSet.rule)
      ? 'Labels are those that the captures carry themselves.'
      : 'Labels come from alerts and a time window; what no alert told of counts as benign here.',
    'It knows only the classes listed, and was tested only on events of the captures listed. Another network, product or period may look different to it.',
  )
  if (model.inputs.some(({ column }) => column.kind === 'rate'))
    limits.push(
      'Rates cannot be computed from one row; they are inputs, to be counted beforehand as described.',
    )
  limits.push(
    `The file holds frequent values of the evidence's columns${hidesAccounts(model, source) ? ' and account names' : ''}: handle it as evidence.`,
  )
  if (check === null)
    limits.push(
      'The file was not compared with the stored scores: ONNX Runtime does not load on this machine.',
    )
  return limits
}

/** Account names are in the file where a known value has one hidden in it. */
function hidesAccounts({ inputs }: CardFacts['model'], { encoder }: CardFacts['source']): boolean {
  const hides = inputs.some(
    ({ column }) =>
      column.kind === 'categorical' && column.values.some((value) => value.includes('‹account›')),
  )
  return hides && encoder.accounts.length > 0
}
