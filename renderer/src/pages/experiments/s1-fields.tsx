/** A panel of experts and its gate: how they are trained and who is heard. */
import type { SettingsOf } from '../../../../preload/contract/models.ts'
import classes from './experiments.module.css'
import { ChoiceField, NumberField, NumbersField, SwitchField } from './fields.tsx'

type Model = SettingsOf<'S1'>

export function S1Fields({ model, onChange }: { model: Model; onChange: (model: Model) => void }) {
  const set = (change: Partial<Model>): void => onChange({ ...model, ...change })
  const trees = model.learner === 'trees'
  return (
    <>
      <ChoiceField
        label="Experts and gate"
        value={model.learner}
        options={[
          { value: 'networks', label: 'Networks' },
          { value: 'trees', label: 'Boosted trees' },
        ]}
        onChange={(learner) => set({ learner })}
      />
      {!trees && (
        <ChoiceField
          label="Expert training"
          value={model.experts}
          options={[
            { value: 'one-vs-rest', label: 'One-vs-rest' },
            { value: 'one-class', label: 'One-class (as published)' },
          ]}
          onChange={(experts) => set({ experts })}
        />
      )}
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
        {trees && (
          <NumberField
            label="Rounds, at most"
            value={model.rounds}
            min={1}
            max={1000}
            onChange={(rounds) => set({ rounds })}
          />
        )}
        {!trees && <NetworkFields model={model} set={set} />}
      </div>
      <SwitchField
        label="An expert for the unknown"
        hint="Learns benign only; objects where the panel says benign"
        value={model.novelty}
        onChange={(novelty) => set({ novelty })}
      />
    </>
  )
}

/** Layers, epochs and steps of the networks. */
function NetworkFields({ model, set }: { model: Model; set: (change: Partial<Model>) => void }) {
  return (
    <>
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
    </>
  )
}
