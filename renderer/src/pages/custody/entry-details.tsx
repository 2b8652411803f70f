/** One entry of the custody log, whole. */
import type { CustodyEntry } from '../../../../preload/contract/custody.ts'
import { Facts } from '../../components/facts/facts.tsx'
import { JsonEditor } from '../../components/editor/json-editor.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import classes from './custody.module.css'

export function EntryDetails({ entry }: { entry: CustodyEntry }) {
  return (
    <div className={classes.entry}>
      <Facts>
        <dt>When</dt>
        <dd>
          <TimeText micros={entry.at} precision="us" />
        </dd>
        <dt>What</dt>
        <dd>{entry.action}</dd>
        <dt>Who</dt>
        <dd>
          {entry.actor}, version {entry.version}
        </dd>
        <dt>Hash</dt>
        <dd className="mono">{entry.hash}</dd>
      </Facts>
      <JsonEditor
        key={entry.seq}
        initial={JSON.stringify(entry.details, null, 2)}
        label={`Details of entry ${entry.seq}`}
        readOnly
        height={280}
      />
    </div>
  )
}
