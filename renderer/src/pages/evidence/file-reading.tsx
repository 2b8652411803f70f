/** How one file is understood, as a table or as JSON; what is decided here is looked at anew at once. */
import { SegmentedControl } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import type { Inspection } from '../../../../preload/contract/evidence.ts'
import { AlertOptions } from './alert-options.tsx'
import { decidedOn, type Decisions, questionsOf } from './decisions.ts'
import { DecisionsEditor } from './decisions-editor.tsx'
import { FirstRows } from './first-rows.tsx'
import { GuessTable } from './guess-table.tsx'
import { FittingProfiles } from './fitting-profiles.tsx'
import classes from './understanding.module.css'

interface FileReadingProps {
  inspection: Inspection
  decisions: Decisions
  /** Null while the JSON that stands there is none. */
  onDecide: (decisions: Decisions | null) => void
}

export function FileReading({ inspection: found, decisions, onDecide }: FileReadingProps) {
  // A decision shows at once; what follows from it comes when the file has been looked at anew.
  const inspection = decidedOn(found, decisions)
  const [view, setView] = useState('table')
  const [applied, setApplied] = useState(0)
  const questions = questionsOf(inspection).length
  const swap = (next: string): void => {
    // What was wrong in the text is left behind there.
    onDecide(decisions)
    setView(next)
  }
  const apply = (by: Decisions): void => {
    onDecide(by)
    setApplied((count) => count + 1)
  }
  return (
    <>
      <FittingProfiles inspection={inspection} decisions={decisions} onApply={apply} />
      <div className={classes.head}>
        <p className={classes.summary} data-asks={questions > 0} aria-live="polite">
          {questions === 0
            ? 'Nothing is asked: the file says everything itself, or you have.'
            : `${questions === 1 ? 'One part is' : `${questions} parts are`} for you to decide, or to leave as assumed.`}
        </p>
        <SegmentedControl
          size="xs"
          data={[
            { value: 'table', label: 'Table' },
            { value: 'json', label: 'JSON' },
          ]}
          value={view}
          onChange={swap}
          aria-label="Show the reading as"
        />
      </div>
      {view === 'table' ? (
        <GuessTable inspection={inspection} decisions={decisions} onDecide={onDecide} />
      ) : (
        <DecisionsEditor key={applied} inspection={inspection} decisions={decisions} onDecide={onDecide} />
      )}
      {inspection.kind === 'alerts' && (
        <AlertOptions
          anchor={decisions.anchor ?? 'fired'}
          onAnchor={(anchor) => onDecide({ ...decisions, anchor })}
        />
      )}
      {inspection.warnings.map((warning) => (
        <p key={warning} className={classes.warning}>
          <IconAlertTriangle size={14} aria-hidden /> {warning}
        </p>
      ))}
      <FirstRows inspection={inspection} mapping={inspection.mapping} />
    </>
  )
}
