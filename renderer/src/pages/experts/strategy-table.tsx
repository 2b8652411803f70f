/** The ways of gating side by side, on the same test events and the same scores; the slider's own as the last. */
import { Badge } from '@mantine/core'
import type { Metrics, ProtocolResult } from '../../../../preload/contract/evaluation.ts'
import { count, decimal, percent } from '../../../../preload/figures/format.ts'
import type { Output } from '../../api/client.ts'
import { TermTable } from '../../components/term/term-table.tsx'
import { gatingName } from './gating.ts'

const HEADS = [
  {
    name: 'Gating',
    hint: 'Which experts may speak: the gate’s first, its first k, or all above a threshold.',
  },
  { name: 'Active', hint: 'Mean number of experts that speak per event.' },
  { name: 'Silent', hint: 'Events where no expert passed: there the gate’s first speaks alone.' },
  { name: 'Macro F1', hint: 'Mean of the F1 of every class, each counting the same.' },
  { name: 'Attack recall', hint: 'Share of attack events that are called any attack.' },
  { name: 'Attack precision', hint: 'Share of events called an attack that are one.' },
  { name: 'False positives', hint: 'Share of benign events called an attack.' },
]

interface Row {
  key: string
  name: string
  tag?: string
  meanActive: number
  silent: number
  metrics: Metrics
}

interface StrategyTableProps {
  protocol: ProtocolResult
  live: Output<'experts.at'> | null
  threshold: number
  /** The live numbers are still those of the last threshold. */
  stale: boolean
}

export function StrategyTable({ protocol, live, threshold, stale }: StrategyTableProps) {
  const rows: Row[] = protocol.strategies.map(({ strategy, parameter, ...rest }) => ({
    key: strategy,
    name: gatingName({ strategy, parameter }),
    ...(strategy === protocol.chosen && { tag: 'chosen' }),
    ...rest,
  }))
  if (live)
    rows.push({
      key: 'live',
      name: gatingName({ strategy: 'threshold', parameter: threshold }),
      tag: 'slider',
      ...live,
    })
  return (
    <TermTable label="Ways of gating" heads={HEADS} holds={protocol.holds}>
      {rows.map((row) => (
        <tr key={row.key} data-live={row.key === 'live'} data-stale={row.key === 'live' && stale}>
          <th scope="row">
            {row.name} {row.tag && <Tag text={row.tag} />}
          </th>
          <td>{decimal(row.meanActive, 2)}</td>
          <td>{count(row.silent)}</td>
          <td data-metric="true">{percent(row.metrics.macro.f1)}</td>
          <td data-metric="true">{percent(row.metrics.binary.recall)}</td>
          <td data-metric="true">{percent(row.metrics.binary.precision)}</td>
          <td data-metric="true">{percent(row.metrics.binary.falsePositiveRate, 2)}</td>
        </tr>
      ))}
    </TermTable>
  )
}

function Tag({ text }: { text: string }) {
  return (
    <Badge size="sm" fw={500} tt="none" variant="light" color={text === 'slider' ? 'accent' : 'gray'}>
      {text}
    </Badge>
  )
}
