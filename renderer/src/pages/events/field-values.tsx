/** The most frequent values of a field under the present filter. Enter or a click asks for one, Shift with it leaves it out. */
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconFilterMinus } from '@tabler/icons-react'
import { type MouseEvent, useState } from 'react'
import { filterTerm } from '../../../../preload/contract/filter-term.ts'
import type { Groups } from '../../../../preload/contract/groups.ts'
import { count, percent } from '../../../../preload/figures/format.ts'
import { visible } from '../../../../preload/figures/visible.ts'
import { useStream } from '../../api/use-stream.ts'
import classes from './fields-panel.module.css'
import type { Selection } from './use-selection.ts'

interface FieldValuesProps {
  field: string
  selection: Selection
  ready: boolean
  onTerm: (term: string) => void
}
const FEW = 8
const MANY = 100

export function FieldValues({ field, selection, ready, onTerm }: FieldValuesProps) {
  const [limit, setLimit] = useState(FEW)
  const stream = useStream('events.groups', { ...selection, by: [field], limit }, { enabled: ready })
  const groups = stream.last?.result ?? null
  // Without a whole selection there is nothing to count.
  if (!ready) return <p className={classes.none}>–</p>
  if (stream.problem) return <p className={classes.none}>{stream.problem.message}</p>
  if (!groups)
    return (
      <p className={classes.none} aria-busy="true">
        {stream.newest ? `counting, ${percent(stream.newest.fraction, 0)}` : 'counting'}
      </p>
    )
  const term = (value: string, without: boolean): void =>
    onTerm(`${without ? '-' : ''}${filterTerm(field, value)}`)
  const more = groups.groups.length === limit && limit < MANY && groups.distinct > limit
  return (
    <div className={classes.values}>
      {groups.groups.map(({ values: [value = ''], count: found }) => (
        <Value
          key={value}
          text={value}
          found={found}
          total={groups.total}
          onTerm={(not) => term(value, not)}
        />
      ))}
      {groups.missing > 0 && (
        <Value text="" found={groups.missing} total={groups.total} onTerm={(not) => term('', not)} />
      )}
      <Rest groups={groups} more={more} onMore={() => setLimit(MANY)} />
      {field === 'user' && groups.groups.length > 0 && (
        <p className={classes.none}>
          Counted by the first account of each event. A filter looks at all of its accounts and may find more.
        </p>
      )}
    </div>
  )
}

interface ValueProps {
  /** '' for missing. */
  text: string
  found: number
  total: number
  onTerm: (without: boolean) => void
}

function Value({ text, found, total, onTerm }: ValueProps) {
  const shown = text === '' ? 'no value' : visible(text)
  const share = total === 0 ? 0 : found / total
  const run = (event: MouseEvent): void => onTerm(event.shiftKey)
  return (
    <div className={classes.value} data-missing={text === ''}>
      <button
        type="button"
        onClick={run}
        data-step
        title={`${text.slice(0, 2000)}\n${count(found)} events, ${percent(share)}`}
        aria-label={`${shown} ${count(found)}, only such events`}
        style={{ backgroundSize: `${Math.max(share > 0 ? 0.5 : 0, 100 * share)}% 100%` }}
      >
        <span>{shown}</span> <small>{count(found)}</small>
      </button>
      <Tooltip label="Without such events (Shift Enter)">
        <ActionIcon size="xs" aria-label={`Without ${shown}`} onClick={() => onTerm(true)} tabIndex={-1}>
          <IconFilterMinus size={13} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function Rest({ groups, more, onMore }: { groups: Groups; more: boolean; onMore: () => void }) {
  const { distinct, other, cut, groups: listed } = groups
  if (listed.length === 0 && groups.missing === 0) return <p className={classes.none}>no events</p>
  const left = distinct - listed.length
  const others = `${cut === null ? '' : 'at least '}${count(left)} more, ${count(other)} events`
  const unsure = cut === null ? undefined : `Values of at most ${count(cut)} events may be missing here.`
  if (left <= 0) return null
  return more ? (
    <button type="button" className={classes.more} onClick={onMore} data-step title={unsure}>
      {others}
    </button>
  ) : (
    <p className={classes.none} title={unsure}>
      {others}
    </p>
  )
}
