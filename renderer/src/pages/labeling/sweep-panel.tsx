/** Every window size at once: the map, the curves through the rule in hand, the cliffs, and the window to take. */
import { SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import type { Rule } from '../../../../preload/contract/labeling.ts'
import { useCall } from '../../api/use-call.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { Curves } from './curves.tsx'
import { HeatMap } from './heat-map.tsx'
import { LAYERS, type LayerName } from './layers.ts'
import { SuggestionPanel } from './suggestion.tsx'
import classes from './sweep.module.css'
import { useSettled } from './use-preview.ts'
import type { TruthState } from './use-truth.ts'

const PAUSE_MS = 60
const CALM_MS = 600

interface SweepPanelProps {
  rule: Rule
  onChange: (rule: Rule) => void
  truth: TruthState
}

export function SweepPanel({ rule, onChange, truth }: SweepPanelProps) {
  const settled = useSettled(rule, PAUSE_MS)
  const input = { rule: settled, truth: truth.choice }
  // Resampling takes sixty sweeps: it begins when the hand rests, so that the slider never waits for it.
  const calm = useSettled(rule, CALM_MS)
  const rests = JSON.stringify(calm) === JSON.stringify(settled)
  const sweep = useCall('labeling.sweep', input, { keepPrevious: true })
  const [chosen, setLayer] = useState<LayerName>('wrong')
  const layer = chosen === 'wrong' && !sweep.data?.truth ? 'doubtful' : chosen
  const take = (window: { before: number; after: number }): void => onChange({ ...rule, ...window })
  if (sweep.error) return <ProblemAlert problem={sweep.error} onRetry={() => void sweep.refetch()} />
  if (!sweep.data) return null
  const layers = Object.entries(LAYERS).filter(([name]) => name !== 'wrong' || sweep.data.truth)
  return (
    <>
      <SuggestionPanel sweep={sweep.data} input={input} rests={rests} onTake={take} />
      <Panel
        title="Every window size"
        note={`${sweep.data.before.length} × ${sweep.data.after.length} windows in ${Math.max(1, Math.round(sweep.data.milliseconds))} ms`}
        actions={
          <Select
            aria-label="Truth"
            data={truth.options}
            value={truth.value}
            onChange={(value) => value !== null && truth.choose(value)}
            allowDeselect={false}
            w={190}
          />
        }
      >
        <div className={classes.bar}>
          <SegmentedControl
            value={layer}
            onChange={(next) => setLayer(next as LayerName)}
            aria-label="What the map shows"
            data={layers.map(([value, { label }]) => ({ value, label }))}
          />
          <span className={classes.hint}>{LAYERS[layer].hint}</span>
        </div>
        <div className={classes.sweep}>
          <HeatMap sweep={sweep.data} rule={rule} layer={layer} onPick={take} />
          <Curves sweep={sweep.data} input={input} rests={rests} />
        </div>
      </Panel>
    </>
  )
}
