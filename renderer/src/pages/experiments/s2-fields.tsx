/** Experts by kind of column inside one network: which there are, how the gate weighs them, how they are trained. */
import { Chip, Group, Input } from '@mantine/core'
import { FlowExpertName, type SettingsOf } from '../../../../preload/contract/models.ts'
import classes from './experiments.module.css'
import { ChoiceField, NumberField, SelectField } from './fields.tsx'

type Model = SettingsOf<'S2'>
interface Props {
  model: Model
  onChange: (model: Model) => void
}

export function S2Fields({ model, onChange }: Props) {
  const set = (change: Partial<Model>): void => onChange({ ...model, ...change })
  return (
    <>
      <Experts model={model} onChange={onChange} />
      {model.experts.length > 1 && (
        <SelectField
          label="Gate"
          value={model.gate}
          options={[
            { value: 'soft', label: 'Soft: a weight for every expert (as published)' },
            { value: 'top-k', label: 'Sparse: the first k experts only' },
            { value: 'attention', label: 'Attention' },
            { value: 'hierarchical', label: 'Hierarchical: groups, then experts' },
          ]}
          onChange={(gate) => set({ gate })}
        />
      )}
      <ChoiceField
        label="Class weights"
        value={model.classWeights}
        options={[
          { value: 'balanced', label: 'Balanced' },
          { value: 'none', label: 'None' },
        ]}
        onChange={(classWeights) => set({ classWeights })}
      />
      <div className={classes.pair}>
        {model.gate === 'top-k' && model.experts.length > 1 && (
          <NumberField label="k" value={model.k} min={1} max={4} onChange={(k) => set({ k })} />
        )}
        <NumberField
          label="Masked epochs"
          value={model.pretrainEpochs}
          min={0}
          max={1000}
          onChange={(pretrainEpochs) => set({ pretrainEpochs })}
        />
        <NumberField
          label="Epochs"
          value={model.epochs}
          min={1}
          max={1000}
          onChange={(epochs) => set({ epochs })}
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
          step={0.0001}
          onChange={(learningRate) => set({ learningRate })}
        />
        <SelectField
          label="Token width, heads"
          value={`${model.tokenWidth}/${model.heads}`}
          options={sizes(model)}
          onChange={(size) => {
            const [tokenWidth = 128, heads = 8] = size.split('/').map(Number)
            set({ tokenWidth, heads })
          }}
        />
        <NumberField
          label="Blocks"
          value={model.layers}
          min={1}
          max={12}
          onChange={(layers) => set({ layers })}
        />
        <NumberField
          label="Dropout"
          value={model.dropout}
          min={0}
          max={0.9}
          step={0.05}
          onChange={(dropout) => set({ dropout })}
        />
      </div>
    </>
  )
}

const SIZES = [
  [32, 4],
  [64, 8],
  [128, 8],
  [256, 8],
] as const

/** The usual sizes, and the one that the config has. */
function sizes({ tokenWidth, heads }: Model) {
  const all = [...SIZES.map(([w, h]) => `${w}/${h}`), `${tokenWidth}/${heads}`]
  return [...new Set(all)].map((value) => ({ value, label: `${value.replace('/', ', ')} heads` }))
}

function Experts({ model, onChange }: Props) {
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
