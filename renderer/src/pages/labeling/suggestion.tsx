/** The window that the sweep suggests, why, and how far to rely on it. */
import { Button } from '@mantine/core'
import type { Stability, Sweep } from '../../../../preload/contract/labeling-sweep.ts'
import { duration, percent } from '../../../../preload/figures/format.ts'
import type { Input } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'
import { useShortcuts } from '../../app/shortcuts/use-shortcuts.ts'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './sweep.module.css'

interface SuggestionProps {
  sweep: Sweep
  input: Input<'labeling.sweep'>
  /** The rule has not changed for a while: what takes longer may be asked. */
  rests: boolean
  onTake: (window: { before: number; after: number }) => void
}

export function SuggestionPanel({ sweep, input, rests, onTake }: SuggestionProps) {
  const { suggestion, here } = sweep
  const cells = suggestion ? [suggestion.cell] : []
  const stability = useCall(
    'labeling.stability',
    { ...input, cells },
    { enabled: suggestion !== null && rests },
  )
  const taken = suggestion?.cell === here
  const take = (): void => {
    if (suggestion && !taken) onTake(suggestion)
  }
  useShortcuts([{ keys: 's', label: 'Take the suggested window', group: 'Labeling', run: take }])
  return (
    <Panel title="Suggested window">
      {suggestion ? (
        <div className={classes.suggestion}>
          <div>
            <p>{suggestion.reason}</p>
            <p>{stability.data ? stabilityText(stability.data) : 'Resampling the alerts…'}</p>
          </div>
          <Button variant={taken ? 'default' : 'filled'} disabled={taken} onClick={take}>
            {taken ? 'This is the window' : 'Take it'}
          </Button>
        </div>
      ) : (
        <p>
          No window labels well enough to be suggested: even the shortest leaves too many labels wrong or
          doubtful. Look whether the user names match, or whether a clock is wrong.
        </p>
      )}
    </Panel>
  )
}

function stabilityText({ draws, held, before, after, precision }: Stability): string {
  const own = precision[0]
  const range = ([low, high]: readonly number[]): string =>
    low === high ? duration(low!) : `${duration(low!)} to ${duration(high!)}`
  const parts = [`It stays good in ${held} of ${draws} resamplings of the alerts`]
  if (before && after) parts.push(`which suggest ${range(before)} before and ${range(after)} after (95 %)`)
  const intervals = own?.precision
    ? ` Precision ${own.precision.map((end) => percent(end)).join(' to ')}, recall ${(own.recall ?? []).map((end) => percent(end)).join(' to ')}.`
    : ''
  return `${parts.join(', ')}.${intervals}`
}
