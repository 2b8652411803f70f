/** Which models are trained on the same rows, to stand beside the result. */
import { Chip, Group, Input } from '@mantine/core'
import { BASELINE_NAMES, RIVAL_KINDS } from '../../../../preload/contract/baselines.ts'
import type { SectionProps } from './config-form.tsx'

export function BaselineFields({ config, onChange }: SectionProps) {
  const set = (kinds: string[]): void =>
    onChange({ ...config, baselines: RIVAL_KINDS.filter((kind) => kinds.includes(kind)) })
  return (
    <Input.Wrapper label="Trained beside it" description="An ensemble takes about as long as the rest">
      <Chip.Group multiple value={config.baselines} onChange={set}>
        <Group gap={6} mt={4}>
          {RIVAL_KINDS.map((kind) => (
            <Chip key={kind} value={kind} size="xs" variant="light">
              {BASELINE_NAMES[kind]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  )
}
