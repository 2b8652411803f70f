/** What is to be decided about an alert export. */
import { SegmentedControl } from '@mantine/core'
import classes from './evidence.module.css'

export type Anchor = 'fired' | 'first' | 'last'
const ANCHORS = [
  { value: 'fired', label: 'When it fired' },
  { value: 'first', label: 'First occurrence' },
  { value: 'last', label: 'Last occurrence' },
]

export function AlertOptions({ anchor, onAnchor }: { anchor: Anchor; onAnchor: (anchor: Anchor) => void }) {
  return (
    <div className={classes.zone}>
      <div>
        <div id="anchor-label" className={classes.fieldLabel}>
          A lone time of an alert tells
        </div>
        <SegmentedControl
          data={ANCHORS}
          value={anchor}
          onChange={(next) => onAnchor(next as Anchor)}
          aria-labelledby="anchor-label"
        />
      </div>
      <p className={classes.quiet}>
        Where the export has one time column only. Labeling can use any of the three that is known.
      </p>
    </div>
  )
}
