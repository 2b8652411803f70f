/** One network with one output: its loss, right or as published, and how it is trained. */
import type { SettingsOf } from '../../../../preload/contract/models.ts'
import classes from './experiments.module.css'
import { ChoiceField, NumberField, NumbersField, SelectField } from './fields.tsx'

type Model = SettingsOf<'S3'>

export function S3Fields({ model, onChange }: { model: Model; onChange: (model: Model) => void }) {
  const set = (change: Partial<Model>): void => onChange({ ...model, ...change })
  return (
    <>
      <SelectField
        label="Loss"
        value={model.loss}
        options={[
          { value: 'softmax', label: 'Softmax over one output (as published)' },
          { value: 'binary', label: 'Binary cross entropy' },
        ]}
        hint={
          model.loss === 'softmax'
            ? 'Always 0: nothing will be learned, and the evaluation says so'
            : undefined
        }
        onChange={(loss) => set({ loss })}
      />
      <ChoiceField
        label="Optimizer"
        value={model.optimizer}
        options={[
          { value: 'sgd', label: 'Gradient descent' },
          { value: 'adam', label: 'Adam' },
        ]}
        onChange={(optimizer) => set({ optimizer })}
      />
      <ChoiceField
        label="Class weights"
        value={model.classWeights}
        options={[
          { value: 'none', label: 'None' },
          { value: 'balanced', label: 'Balanced' },
        ]}
        onChange={(classWeights) => set({ classWeights })}
      />
      <ChoiceField
        label="Rows a step"
        value={model.batchSize === null ? 'all' : 'batch'}
        options={[
          { value: 'all', label: 'All at once' },
          { value: 'batch', label: 'Batches' },
        ]}
        onChange={(rows) => set({ batchSize: rows === 'all' ? null : 128 })}
      />
      <div className={classes.pair}>
        {model.batchSize !== null && (
          <NumberField
            label="Batch size"
            value={model.batchSize}
            min={1}
            max={65_536}
            onChange={(batchSize) => set({ batchSize })}
          />
        )}
        <NumberField
          label="Epochs"
          value={model.epochs}
          min={1}
          max={1000}
          onChange={(epochs) => set({ epochs })}
        />
        <NumberField
          label="Learning rate"
          value={model.learningRate}
          min={1e-6}
          max={1}
          step={0.0005}
          onChange={(learningRate) => set({ learningRate })}
        />
        {model.optimizer === 'sgd' && (
          <NumberField
            label="Weight decay"
            value={model.weightDecay}
            min={0}
            max={1}
            step={0.0001}
            onChange={(weightDecay) => set({ weightDecay })}
          />
        )}
        <NumbersField label="Hidden layers" value={model.hidden} onChange={(hidden) => set({ hidden })} />
      </div>
    </>
  )
}
