/** Which engine computes, and why that one: what the probe found about each candidate. */
import { Popover } from '@mantine/core'
import { IconCpu, IconCpu2 } from '@tabler/icons-react'
import { count } from '../../../../preload/figures/format.ts'
import type { EngineInfo } from '../../../../preload/contract/engines.ts'
import { useCall } from '../../api/use-call.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { HeaderButton } from './header-button.tsx'
import classes from './header.module.css'

export function EngineBadge() {
  const engines = useCall('app.engines', {})
  const chosen = engines.data?.find((engine) => engine.chosen)
  const Icon = chosen?.device === 'GPU' ? IconCpu2 : IconCpu
  const text = chosen ? chosen.device : engines.isPending ? 'Probing…' : 'No engine'
  return (
    <Popover position="bottom-end" width={380} withRoles>
      <Popover.Target>
        <HeaderButton
          leftSection={<Icon size={15} stroke={1.6} />}
          aria-label={`Engine: ${chosen ? `${chosen.name} on ${chosen.device}` : text}`}
        >
          {text}
        </HeaderButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.pop} aria-label="Engines">
        <h2>Engines that were probed</h2>
        <Loaded query={engines}>
          {(list) => list.map((engine) => <Engine key={engine.name} engine={engine} />)}
        </Loaded>
      </Popover.Dropdown>
    </Popover>
  )
}

function Engine({ engine }: { engine: EngineInfo }) {
  const rate = engine.rate === null ? '' : `${count(engine.rate)} rows/s`
  const error = engine.error === null ? '' : `error ${engine.error.toExponential(0)}`
  return (
    <div className={classes.engine}>
      <div className={classes.engineHead}>
        <i className={classes.dot} data-on={engine.chosen} aria-hidden />
        {engine.name} · {engine.device}
        <span>{engine.chosen ? 'in use' : engine.loads ? 'loads' : 'does not load'}</span>
      </div>
      <div className={classes.reason}>
        {engine.reason}
        {(rate || error) && <div>{[rate, error].filter(Boolean).join(' · ')}</div>}
      </div>
    </div>
  )
}
