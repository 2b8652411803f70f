/** What counts as truth on the page, kept per case: a label column of the capture, people's verdicts, or nothing. */
import type { TruthChoice } from '../../../../preload/contract/labeling-sweep.ts'
import { useCall } from '../../api/use-call.ts'
import { useStored } from '../../app/use-stored.ts'

const NONE = 'none'
const VERDICTS = 'verdicts'

export interface TruthState {
  choice: TruthChoice | null
  value: string
  options: { value: string; label: string }[]
  choose: (value: string) => void
}

export function useTruth(path: string): TruthState {
  const found = useCall('labeling.truths', {}).data
  const columns = found?.columns ?? []
  const [stored, choose] = useStored(`truth.${path}`, '')
  const options = [
    { value: NONE, label: 'no truth' },
    ...columns.map((column) => ({ value: `column ${column}`, label: column })),
    ...((found?.verdicts ?? 0) > 0 ? [{ value: VERDICTS, label: 'verdicts' }] : []),
  ]
  // Where a capture brings truth, it is looked at unless someone turned it off.
  const first = columns[0] ? `column ${columns[0]}` : NONE
  const value = options.some((one) => one.value === stored) ? stored : first
  const choice =
    value === NONE ? null : value === VERDICTS ? { verdicts: true as const } : { column: value.slice(7) }
  return { choice, value, options, choose }
}
