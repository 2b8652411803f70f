/** Which engine computes, and why that one: what the probe found about each candidate. */
import { Popover } from '@mantine/core'
import { IconCpu, IconCpu2 } from '@tabler/icons-react'
import { useCall } from '../../api/use-call.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { EngineList } from './engine-list.tsx'
import { HeaderButton } from './header-button.tsx'
import classes from './engines.module.css'

export function EngineBadge() {
  const engines = useCall('app.engines', {})
  const chosen = engines.data?.find((engine) => engine.chosen)
  const large = engines.data?.find((engine) => engine.chosenLarge)
  const Icon = large?.device === 'GPU' ? IconCpu2 : IconCpu
  const devices = [...new Set([chosen, large].flatMap((engine) => engine?.device ?? []))]
  const text = devices.length > 0 ? devices.join(' and ') : engines.isPending ? 'Probing…' : 'No engine'
  const names = [...new Set([chosen, large].flatMap((engine) => engine?.name ?? []))]
  return (
    <Popover position="bottom-end" width={520} withRoles trapFocus returnFocus>
      <Popover.Target>
        <HeaderButton
          leftSection={<Icon size={15} stroke={1.6} />}
          // What is to be read comes first: a name such as onnxruntime-wasm does not hold it.
          aria-label={`Engine: ${[text, ...names].join(', ')}`}
        >
          {text}
        </HeaderButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.pop} aria-label="Engines" tabIndex={0} data-autofocus>
        <Loaded query={engines}>{(list) => <EngineList engines={list} />}</Loaded>
      </Popover.Dropdown>
    </Popover>
  )
}
