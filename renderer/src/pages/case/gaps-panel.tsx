/** What captures lack: record numbers that are missing, and stretches in which a host said nothing. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Gap } from '../../../../preload/contract/gaps.ts'
import { count } from '../../../../preload/figures/format.ts'
import { visible } from '../../../../preload/figures/visible.ts'
import { hrefOf } from '../../app/routing.ts'
import { filterTerm } from '../../../../preload/contract/filter-term.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { TableScroll } from '../../components/table-scroll/table-scroll.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import { roughDuration } from '../../time/duration.ts'
import classes from './gaps-panel.module.css'
import { useGaps } from './use-gaps.ts'

const FEW = 8

export function GapsPanel() {
  const gaps = useGaps()
  const [all, setAll] = useState(false)
  if (gaps.length === 0) return null
  // Silences first, the longest on top; then the most missing records.
  const longest = gaps.toSorted((a, b) => weightOf(b) - weightOf(a) || lengthOf(b) - lengthOf(a))
  const shown = all ? longest : longest.slice(0, FEW)
  const button = gaps.length > FEW && (
    <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)}>
      {all ? `Show the first ${FEW}` : `Show all ${count(gaps.length)}`}
    </Button>
  )
  return (
    <Panel
      title="Gaps"
      note="found in the captures: no data, not proof that nothing happened"
      actions={button}
      flush
    >
      <TableScroll label="Gaps">
        <table className={classes.gaps}>
          <thead>
            <tr>
              <th scope="col">Host</th>
              <th scope="col">What</th>
              <th scope="col">For</th>
              <th scope="col">Last before</th>
              <th scope="col">First after</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((gap) => (
              <Row
                key={`${gap.kind} ${gap.source} ${gap.host} ${gap.channel} ${gap.from} ${gap.afterId}`}
                gap={gap}
              />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Panel>
  )
}

/** Silences before missing records, of which the most come first. */
const weightOf = ({ missing }: Gap): number => missing ?? Number.MAX_SAFE_INTEGER
const lengthOf = ({ from, to }: Gap): number => (from === null || to === null ? 0 : Math.abs(to - from))

function Row({ gap }: { gap: Gap }) {
  const { kind, host, channel, from, to, missing, afterId, beforeId, usual } = gap
  const what =
    kind === 'silence' ? 'said nothing' : `${count(missing)} of ${visible(channel) || 'its log'} missing`
  const why =
    kind === 'silence'
      ? `19 of 20 pauses of this host are at most ${roughDuration(usual ?? 0)}`
      : `between record ${count(afterId)} and ${count(beforeId)}`
  const params = { filter: filterTerm('host', host), from: String(from ?? ''), to: String(to ?? '') }
  return (
    <tr>
      <th scope="row">
        {from === null || to === null ? (
          visible(host) || '(no host)'
        ) : (
          <a href={hrefOf('events', params)} title="Show the events on both sides">
            {visible(host) || '(no host)'}
          </a>
        )}
      </th>
      <td title={why}>{what}</td>
      <td>{lengthOf(gap) === 0 ? '–' : roughDuration(lengthOf(gap))}</td>
      <td>{from === null ? '–' : <TimeText micros={from} precision="s" />}</td>
      <td>{to === null ? '–' : <TimeText micros={to} precision="s" />}</td>
    </tr>
  )
}
