/** One event as it was recorded: its fields, the document, the bytes, and whether they are still the same. */
import { SegmentedControl } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react'
import { useState } from 'react'
import type { EventRecord } from '../../../../preload/contract/events.ts'
import { bytes, count } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import { indented } from '../../components/editor/indented.ts'
import { JsonEditor } from '../../components/editor/json-editor.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import { durationText } from '../../time/duration.ts'
import classes from './record-panel.module.css'
import { RecordFields } from './record-fields.tsx'

type View = 'fields' | 'document' | 'raw'

export function RecordPanel({ id, onFilter }: { id: number; onFilter: (term: string) => void }) {
  const record = useCall('events.record', { id }, { keepPrevious: true })
  const [view, setView] = useState<View>('fields')
  return (
    <Loaded query={record} lines={12}>
      {(data) => (
        // Until the next is here the last one stays, so that nothing jumps; nothing can be done with it.
        <div className={classes.panel} inert={record.isPlaceholderData} data-stale={record.isPlaceholderData}>
          <Origin record={data} />
          <SegmentedControl
            flex="none"
            fullWidth
            value={data.binary && view === 'document' ? 'fields' : view}
            onChange={(next) => setView(next)}
            aria-label="Show the record as"
            data={[
              { value: 'fields', label: `Fields (${data.fields.length})` },
              ...(data.binary ? [] : [{ value: 'document' as const, label: 'Original' }]),
              { value: 'raw', label: 'Raw bytes' },
            ]}
          />
          <div className={classes.view}>
            {(view === 'fields' || (view === 'document' && data.binary)) && (
              <RecordFields fields={data.fields} onFilter={onFilter} />
            )}
            {view === 'document' && !data.binary && <Document record={data} />}
            {view === 'raw' && (
              <textarea
                className={classes.raw}
                data-binary={data.binary}
                readOnly
                value={data.original}
                aria-label="The original bytes as text"
                spellCheck={false}
              />
            )}
          </div>
        </div>
      )}
    </Loaded>
  )
}

const STATES = {
  yes: { icon: IconCircleCheck, tone: 'good', text: 'The bytes in the file hash as they did at import' },
  no: { icon: IconAlertTriangle, tone: 'bad', text: 'The file has changed since the import' },
  gone: { icon: IconHelpCircle, tone: 'warn', text: 'The file is not there: shown from the case' },
}

function Origin({ record }: { record: EventRecord }) {
  const state = STATES[record.intact === null ? 'gone' : record.intact ? 'yes' : 'no']
  const Icon = state.icon
  return (
    <>
      <dl className={classes.origin}>
        <dt>Time</dt>
        <dd>
          <TimeText micros={record.time} source={record.source} precision="us" />
          {record.shift !== 0 && record.time !== null && (
            <div className={classes.shift}>
              clock set right by {durationText(record.shift)}; recorded as{' '}
              <TimeText micros={record.time - record.shift} source={record.source} precision="us" />
            </div>
          )}
        </dd>
        <dt>File</dt>
        <dd title={record.file} className={classes.file}>
          {record.file}
        </dd>
        <dt>Place</dt>
        <dd>
          row {count(record.row)}, byte {count(record.byte)}, {bytes(record.length)}
        </dd>
      </dl>
      <div className={classes.state} data-tone={state.tone}>
        <Icon size={15} aria-hidden /> {state.text}
        {record.note && <span>{record.note}</span>}
      </div>
    </>
  )
}

/** The document indented, where it is JSON; as it is, where not. */
function Document({ record }: { record: EventRecord }) {
  return (
    <JsonEditor
      key={record.id}
      initial={indented(record.original)}
      label={`Original record of event ${record.id}`}
      readOnly
      height="100%"
    />
  )
}
