/** Which columns become features, and how. What can re-derive the labels is off by default and says so. */
import classes from './experiments.module.css'
import type { SectionProps } from './config-form.tsx'
import { ChoiceField, NumberField, NumbersField, SwitchField } from './fields.tsx'
import type { Config } from './use-draft.ts'

export function FeatureFields({ config, onChange }: SectionProps) {
  const { features } = config
  const set = (change: Partial<Config['features']>): void =>
    onChange({ ...config, features: { ...features, ...change } })
  return (
    <fieldset>
      <legend>Features</legend>
      <div className={classes.switches}>
        <SwitchField label="Numeric" value={features.numeric} onChange={(numeric) => set({ numeric })} />
        <SwitchField
          label="Categorical"
          value={features.categorical}
          onChange={(categorical) => set({ categorical })}
        />
        <SwitchField
          label="Time of day"
          value={features.timeOfDay}
          onChange={(timeOfDay) => set({ timeOfDay })}
          hint="labels come from time"
        />
        <SwitchField
          label="Users"
          value={features.users}
          onChange={(users) => set({ users })}
          hint="labels come from users"
        />
        <SwitchField
          label="Identifiers"
          value={features.identifiers}
          onChange={(identifiers) => set({ identifiers })}
          hint="record, process, thread ids"
        />
      </div>
      <ChoiceField
        label="Numbers"
        value={features.numbers}
        options={[
          { value: 'log', label: 'After a logarithm' },
          { value: 'plain', label: 'Plain' },
        ]}
        onChange={(numbers) => set({ numbers })}
      />
      <ChoiceField
        label="Codes and ports"
        value={features.codes}
        options={[
          { value: 'categories', label: 'As categories' },
          { value: 'numbers', label: 'As numbers' },
        ]}
        onChange={(codes) => set({ codes })}
      />
      <div className={classes.pair}>
        <NumberField
          label="Values per category"
          value={features.topValues}
          min={1}
          max={256}
          onChange={(topValues) => set({ topValues })}
        />
        <NumberField
          label="Most features"
          value={features.maxWidth}
          min={1}
          max={5000}
          onChange={(maxWidth) => set({ maxWidth })}
        />
        <NumbersField
          label="Rate windows, seconds"
          value={features.rateWindows}
          onChange={(rateWindows) => set({ rateWindows })}
        />
        <ChoiceField
          label="Rates per"
          value={features.rateEntity}
          options={[
            { value: 'host', label: 'Host' },
            { value: 'user', label: 'User' },
          ]}
          onChange={(rateEntity) => set({ rateEntity })}
        />
      </div>
    </fieldset>
  )
}
