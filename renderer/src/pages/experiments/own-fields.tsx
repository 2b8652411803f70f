/** Settings that one system alone has, and that stand for more than one entry of its config or may be nothing. */
import { Chip, Group, Input } from '@mantine/core'
import { FlowExpertName, type SettingsOf } from '../../../../preload/contract/models.ts'
import { ChoiceField, SelectField } from './fields.tsx'
import type { SystemFieldsProps } from './system-fields.tsx'

type S2Props = SystemFieldsProps<SettingsOf<'S2'>>
type S3Props = SystemFieldsProps<SettingsOf<'S3'>>

/** Which experts the mixture has; never none. */
export function FlowExperts({ model, onChange }: S2Props) {
  const set = (names: string[]): void => {
    const experts = FlowExpertName.options.filter((name) => names.includes(name))
    if (experts.length > 0) onChange({ ...model, experts })
  }
  return (
    <Input.Wrapper label="Experts" description="By the kind of column each one sees; one alone has no gate">
      <Chip.Group multiple value={model.experts} onChange={set}>
        <Group gap={6} mt={4}>
          {FlowExpertName.options.map((name) => (
            <Chip key={name} value={name} size="xs" variant="light">
              {name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  )
}

const SIZES = ['32/4', '64/8', '128/8', '256/8']

/** Width and heads together, because the heads must divide the width: the usual sizes, and the one that the config has. */
export function TokenSize({ model, onChange }: S2Props) {
  const own = `${model.tokenWidth}/${model.heads}`
  return (
    <SelectField
      label="Token width, heads"
      value={own}
      options={[...new Set([...SIZES, own])].map((value) => ({
        value,
        label: `${value.replace('/', ', ')} heads`,
      }))}
      onChange={(size) => {
        const [tokenWidth = 128, heads = 8] = size.split('/').map(Number)
        onChange({ ...model, tokenWidth, heads })
      }}
    />
  )
}

/** No batch size means all rows at once. */
export function RowsAStep({ model, onChange }: S3Props) {
  return (
    <ChoiceField
      label="Rows a step"
      value={model.batchSize === null ? 'all' : 'batch'}
      options={[
        { value: 'all', label: 'All at once' },
        { value: 'batch', label: 'Batches' },
      ]}
      onChange={(rows) => onChange({ ...model, batchSize: rows === 'all' ? null : 128 })}
    />
  )
}
