/** Which protocol the page is about, and whether its result holds: said before any number. */
import { SegmentedControl } from '@mantine/core'
import type { ProtocolResult } from '../../../../preload/contract/evaluation.ts'
import { hrefOf, setParams, useRoute } from '../../app/routing.ts'
import { protocolName } from '../../components/protocol-name.ts'
import { standingOf } from '../../components/standing/standing.tsx'
import classes from './experts.module.css'

interface ProtocolBarProps {
  protocols: readonly ProtocolResult[]
  protocol: ProtocolResult
}

export function ProtocolBar({ protocols, protocol }: ProtocolBarProps) {
  const run = useRoute().params.get('run')
  const { tone, Icon } = standingOf(protocol)
  return (
    <div className={classes.bar}>
      {protocols.length > 1 ? (
        <SegmentedControl
          aria-label="Protocol"
          value={protocol.id}
          data={protocols.map((one) => ({ value: one.id, label: protocolName(one) }))}
          onChange={(id) => setParams({ protocol: id })}
        />
      ) : (
        <strong className={classes.only}>{protocolName(protocol)}</strong>
      )}
      <a
        className={classes.verdict}
        data-tone={tone}
        href={hrefOf('evaluation', { run, protocol: protocol.id })}
        title={`${protocol.verdict}\nOpens the evaluation`}
      >
        <Icon size={15} aria-hidden />
        <span>{protocol.verdict}</span>
      </a>
    </div>
  )
}
