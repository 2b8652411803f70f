/** Experts, gate and how they are trained. */
import { Chip, Group, Input } from '@mantine/core'
import type { ProtocolId } from '../../../../preload/contract/experiment.ts'
import classes from './experiments.module.css'
import type { SectionProps } from './config-form.tsx'
import { ChoiceField, NumberField, NumbersField, SelectField } from './fields.tsx'
import type { Config } from './use-draft.ts'

const PROTOCOLS: { id: ProtocolId; label: string }[] = [
  { id: 'E1', label: 'E1 imbalanced → imbalanced' },
  { id: 'E2', label: 'E2 balanced → balanced' },
  { id: 'E3', label: 'E3 balanced → realistic' },
]

export function ModelFields({ config, onChange }: SectionProps) {
  const { model } = config
  const set = (change: Partial<Config['model']>): void =>
    onChange({ ...config, model: { ...model, ...change } })
  return (
    <fieldset>
      <legend>Experts and gate</legend>
      <Protocols config={config} onChange={onChange} />
      <ChoiceField
        label="Expert training"
        value={model.experts}
        options={[
          { value: 'one-vs-rest', label: 'One-vs-rest' },
          { value: 'one-class', label: 'One-class (as published)' },
        ]}
        onChange={(experts) => set({ experts })}
      />
      <ChoiceField
        label="Gating"
        value={model.gating}
        options={[
          { value: 'top-1', label: 'Top-1' },
          { value: 'top-k', label: 'Top-k' },
          { value: 'threshold', label: 'Threshold' },
        ]}
        onChange={(gating) => set({ gating })}
      />
      <div className={classes.pair}>
        <NumberField label="k" value={model.k} min={1} max={64} onChange={(k) => set({ k })} />
        <NumberField
          label="Threshold"
          value={model.threshold}
          min={0}
          max={1}
          step={0.05}
          onChange={(threshold) => set({ threshold })}
        />
        <NumberField
          label="Expert epochs"
          value={model.expertEpochs}
          min={1}
          max={1000}
          onChange={(expertEpochs) => set({ expertEpochs })}
        />
        <NumberField
          label="Gate epochs"
          value={model.gateEpochs}
          min={1}
          max={1000}
          onChange={(gateEpochs) => set({ gateEpochs })}
        />
        <NumberField
          label="Batch size"
          value={model.batchSize}
          min={1}
          max={65_536}
          onChange={(batchSize) => set({ batchSize })}
        />
        <NumberField
          label="Learning rate"
          value={model.learningRate}
          min={1e-6}
          max={1}
          step={0.0005}
          onChange={(learningRate) => set({ learningRate })}
        />
        <NumbersField label="Hidden layers" value={model.hidden} onChange={(hidden) => set({ hidden })} />
        <NumberField
          label="Dropout"
          value={model.dropout}
          min={0}
          max={0.9}
          step={0.05}
          onChange={(dropout) => set({ dropout })}
        />
      </div>
      <SelectField
        label="Engine"
        value={config.engine}
        options={[
          { value: 'auto', label: 'The one the probe chose' },
          { value: 'onnxruntime-cpu', label: 'ONNX Runtime, CPU (traced)' },
          { value: 'tfjs-cpu', label: 'TensorFlow.js, CPU (eager, slow)' },
        ]}
        onChange={(engine) => onChange({ ...config, engine })}
      />
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
