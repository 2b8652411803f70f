/** The expert for the unknown: how it knows benign, and how often it may be wrong. */
import type { SettingsOf } from '../../../../preload/contract/models.ts'
import classes from './experiments.module.css'
import { ChoiceField, NumberField, NumbersField, SelectField } from './fields.tsx'

type Model = SettingsOf<'novelty'>

export function NoveltyFields({ model, onChange }: { model: Model; onChange: (model: Model) => void }) {
  const set = (change: Partial<Model>): void => onChange({ ...model, ...change })
  return (
    <>
      <ChoiceField
        label="What is known of benign"
        value={model.density}
        options={[
          { value: 'mixture', label: 'Gaussian mixture' },
          { value: 'nearest', label: 'Nearest event' },
        ]}
        onChange={(density) => set({ density })}
      />
      {model.density === 'mixture' && (
        <SelectField
          label="Covariance"
          value={model.covariance}
          options={[
            { value: 'auto', label: 'Full up to 16 features, diagonal beyond' },
            { value: 'full', label: 'Full' },
            { value: 'diagonal', label: 'Diagonal' },
          ]}
          onChange={(covariance) => set({ covariance })}
        />
      )}
      <div className={classes.pair}>
        {model.density === 'mixture' && (
          <NumbersField
            label="Components to try"
            value={model.components}
            onChange={(components) => set({ components })}
          />
        )}
        <NumberField
          label="False alarms allowed"
          hint="Share of benign validation events"
          value={model.falseAlarms}
          min={0.0001}
          max={0.49}
          step={0.005}
          onChange={(falseAlarms) => set({ falseAlarms })}
        />
      </div>
    </>
  )
}
