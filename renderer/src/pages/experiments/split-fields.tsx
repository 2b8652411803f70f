/** How events are parted: at random, by time, or with whole captures, hosts or users held out for the test. */
import { MultiSelect, TagsInput } from '@mantine/core'
import { holdsOut, type SplitConfig } from '../../../../preload/contract/split-config.ts'
import { useCall } from '../../api/use-call.ts'
import type { SectionProps } from './config-form.tsx'
import { SelectField } from './fields.tsx'

const HINTS: Record<SplitConfig['by'], string> = {
  stratified: 'Each class in the same shares, as published',
  time: 'Trained strictly before it is tested',
  source: 'Tested on captures of which nothing was trained on',
  host: 'Tested on hosts of which nothing was trained on',
  user: 'Tested on users of which nothing was trained on',
}

export function SplitFields({ config, onChange }: SectionProps) {
  const { split } = config
  const set = (change: Partial<SplitConfig>): void => onChange({ ...config, split: { ...split, ...change } })
  return (
    <>
      <SelectField
        label="Split"
        value={split.by}
        options={[
          { value: 'stratified', label: 'Stratified random' },
          { value: 'time', label: 'By time' },
          { value: 'source', label: 'By capture' },
          { value: 'host', label: 'By host' },
          { value: 'user', label: 'By user' },
        ]}
        hint={HINTS[split.by]}
        onChange={(by) => set({ by, testOn: null, trainOn: null })}
      />
      {holdsOut(split) &&
        (split.by === 'source' ? (
          <CaptureFields split={split} set={set} />
        ) : (
          <NameFields split={split} set={set} />
        ))}
    </>
  )
}

interface HeldProps {
  split: SplitConfig
  set: (change: Partial<SplitConfig>) => void
}

const orNull = (names: string[]): string[] | null => (names.length > 0 ? names : null)

function CaptureFields({ split, set }: HeldProps) {
  const sources = useCall('evidence.list', {}).data ?? []
  const captures = sources.filter(({ kind }) => kind === 'capture')
  const data = captures.map(({ id, name }) => ({ value: String(id), label: `${id} ${name}` }))
  const newest = captures.at(-1)?.name
  return (
    <>
      <MultiSelect
        label="Test on"
        data={data}
        value={split.testOn ?? []}
        placeholder={split.testOn ? '' : `the newest${newest ? ` (${newest})` : ''}`}
        onChange={(testOn) => set({ testOn: orNull(testOn) })}
      />
      <MultiSelect
        label="Train on"
        data={data.filter(({ value }) => !split.testOn?.includes(value))}
        value={split.trainOn ?? []}
        placeholder={split.trainOn ? '' : 'all others'}
        onChange={(trainOn) => set({ trainOn: orNull(trainOn) })}
      />
    </>
  )
}

/** Names of hosts or users; the frequent ones are offered. */
function NameFields({ split, set }: HeldProps) {
  const fields = useCall('events.fields', {}).data ?? []
  const names = fields.find(({ name }) => name === split.by)?.values ?? []
  return (
    <>
      <TagsInput
        label="Test on"
        data={names}
        value={split.testOn ?? []}
        placeholder={split.testOn ? '' : `one ${split.by} or more`}
        onChange={(testOn) => set({ testOn: orNull(testOn) })}
      />
      <TagsInput
        label="Train on"
        data={names}
        value={split.trainOn ?? []}
        placeholder={split.trainOn ? '' : 'all others'}
        onChange={(trainOn) => set({ trainOn: orNull(trainOn) })}
      />
    </>
  )
}
