/** In which zone times are shown, everywhere at once. */
import { Popover, Radio, Select, Stack } from '@mantine/core'
import { IconClockHour4 } from '@tabler/icons-react'
import { useZones } from '../../time/zone.ts'
import { HeaderButton } from './header-button.tsx'
import classes from './header.module.css'

const ALL = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

export function ZoneSwitch() {
  const zones = useZones()
  const text = zones.mode === 'source' ? 'Source' : zones.zone
  return (
    <Popover position="bottom-end" width={290} withRoles trapFocus>
      <Popover.Target>
        <HeaderButton
          leftSection={<IconClockHour4 size={15} stroke={1.6} />}
          aria-label={`Time zone: ${text}`}
          title={zones.reason}
        >
          <span className={classes.zoneText}>{text}</span>
        </HeaderButton>
      </Popover.Target>
      <Popover.Dropdown aria-label="Time zone">
        <Radio.Group
          label="Show times in"
          value={zones.mode}
          onChange={(mode) => zones.setMode(mode)}
          size="xs"
        >
          <Stack gap={8} mt={6}>
            <Radio size="xs" value="utc" label="UTC" />
            <Radio
              size="xs"
              value="source"
              label="the zone of the evidence"
              description={zones.mode === 'source' ? zones.reason : undefined}
            />
            <Radio size="xs" value="chosen" label="this zone:" />
          </Stack>
        </Radio.Group>
        <Select
          mt={8}
          aria-label="Zone"
          data={ALL}
          value={zones.chosen}
          searchable
          allowDeselect={false}
          limit={60}
          comboboxProps={{ withinPortal: false }}
          onChange={(zone) => zone && zones.choose(zone)}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
