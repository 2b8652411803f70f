/** The system, its own settings, the protocols and the engine. */
import { Chip, Group, Input } from '@mantine/core'
import type { ProtocolId } from '../../../../preload/contract/experiment.ts'
import { ModelConfig, type SystemId } from '../../../../preload/contract/models.ts'
import { BaselineFields } from './baseline-fields.tsx'
import type { SectionProps } from './config-form.tsx'
import { SelectField } from './fields.tsx'
import { SystemFields } from './system-fields.tsx'
import type { Config } from './use-draft.ts'

const SYSTEMS: { value: SystemId; label: string }[] = [
  { value: 'S1', label: 'S1: one expert per class and a gate' },
  { value: 'S2', label: 'S2: experts by kind of column, mixed' },
  { value: 'S3', label: 'S3: one network with one output' },
  { value: 'novelty', label: 'Novelty: one expert for the unknown' },
]

const PROTOCOLS: { id: ProtocolId; label: string }[] = [
  { id: 'E1', label: 'E1 imbalanced → imbalanced' },
  { id: 'E2', label: 'E2 balanced → balanced' },
  { id: 'E3', label: 'E3 balanced → realistic' },
]

export function ModelFields({ config, onChange }: SectionProps) {
  const { model } = config
  const set = (next: Config['model']): void => onChange({ ...config, model: next })
  return (
    <fieldset>
      <legend>System</legend>
      <Protocols config={config} onChange={onChange} />
      <SelectField
        label="System"
        value={model.system}
        options={SYSTEMS}
        onChange={(system) => system !== model.system && set(ModelConfig.parse({ system }))}
      />
      <SystemFields model={model} onChange={set} />
      <SelectField
        label="Engine"
        value={config.engine}
        options={[
          { value: 'auto', label: 'The one the probe chose' },
          { value: 'onnxruntime-cpu', label: 'ONNX Runtime, CPU (traced)' },
          { value: 'onnxruntime-cuda', label: 'ONNX Runtime, CUDA' },
          { value: 'onnxruntime-webgpu', label: 'ONNX Runtime, WebGPU' },
          { value: 'onnxruntime-dml', label: 'ONNX Runtime, DirectML' },
          { value: 'tensorflow', label: 'TensorFlow, CUDA (eager)' },
          { value: 'onnxruntime-web', label: 'ONNX Runtime, WebAssembly' },
          { value: 'tfjs-cpu', label: 'TensorFlow.js, CPU (eager, slow)' },
        ]}
        onChange={(engine) => onChange({ ...config, engine })}
      />
      <BaselineFields config={config} onChange={onChange} />
    </fieldset>
  )
}

function Protocols({ config, onChange }: SectionProps) {
  const set = (ids: string[]): void => {
    const protocols = PROTOCOLS.map(({ id }) => id).filter((id) => ids.includes(id))
    if (protocols.length > 0) onChange({ ...config, protocols })
  }
  return (
    <Input.Wrapper label="Protocols (train → test)">
      <Chip.Group multiple value={config.protocols} onChange={set}>
        <Group gap={6} mt={4}>
          {PROTOCOLS.map(({ id, label }) => (
            <Chip key={id} value={id} size="xs" variant="light">
              {label}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  )
}
