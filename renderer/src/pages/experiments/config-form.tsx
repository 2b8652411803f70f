/** The experiment as a form. Every field writes straight into the one config. */
import { TextInput } from '@mantine/core'
import type { LabelSet } from '../../../../preload/contract/labeling.ts'
import classes from './experiments.module.css'
import { NumberField, SelectField } from './fields.tsx'
import { FeatureFields } from './feature-fields.tsx'
import { ModelFields } from './model-fields.tsx'
import { SplitFields } from './split-fields.tsx'
import type { Config, Presets } from './use-draft.ts'

export interface SectionProps {
  config: Config
  onChange: (config: Config) => void
}

interface ConfigFormProps extends SectionProps {
  /** Undefined while they are asked for. */
  presets: Presets | undefined
  labelSets: readonly LabelSet[]
}

const NEWEST = ''
const OWN = ''

/** The same but for what a preset leaves to the person. */
function isLike(preset: Config, config: Config): boolean {
  const { name, labelSet, seed, engine } = config
  return JSON.stringify({ ...preset, name, labelSet, seed, engine }) === JSON.stringify(config)
}

export function ConfigForm({ config, onChange, presets, labelSets }: ConfigFormProps) {
  const set = (change: Partial<Config>): void => onChange({ ...config, ...change })
  const newest = labelSets.at(-1)
  const preset = presets?.find((one) => isLike(one.config, config))
  return (
    <div className={classes.form}>
      <fieldset>
        <legend>Experiment</legend>
        <SelectField
          label="Start from"
          value={preset?.name ?? OWN}
          options={[
            ...(presets ?? []).map(({ name }) => ({ value: name, label: name })),
            ...(preset ? [] : [{ value: OWN, label: presets ? 'Your own settings' : '' }]),
          ]}
          hint={preset?.note ?? (presets ? 'Changed from the published ones' : '\u00A0')}
          onChange={(name) => {
            const chosen = presets?.find((one) => one.name === name)
            if (chosen) onChange({ ...chosen.config, labelSet: config.labelSet })
          }}
        />
        <TextInput
          label="Name"
          value={config.name}
          maxLength={200}
          onChange={(event) => set({ name: event.target.value })}
        />
        <SelectField
          label="Label set"
          value={config.labelSet ?? NEWEST}
          options={[
            { value: NEWEST, label: `Newest${newest ? ` (${newest.name})` : ''}` },
            ...labelSets.toReversed().map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(id) => set({ labelSet: id === NEWEST ? null : id })}
        />
      </fieldset>
      <ModelFields config={config} onChange={onChange} />
      <DataFields config={config} onChange={onChange} />
      <FeatureFields config={config} onChange={onChange} />
    </div>
  )
}

function DataFields({ config, onChange }: SectionProps) {
  const { split, sampling } = config
  return (
    <fieldset>
      <legend>Split and sampling</legend>
      <SplitFields config={config} onChange={onChange} />
      <div className={classes.pair}>
        <NumberField
          label="Train share"
          value={split.train}
          min={0.05}
          max={0.95}
          step={0.05}
          onChange={(train) => onChange({ ...config, split: { ...split, train } })}
        />
        <NumberField
          label="Validation share"
          value={split.validation}
          min={0.01}
          max={0.49}
          step={0.05}
          onChange={(validation) => onChange({ ...config, split: { ...split, validation } })}
        />
        <NumberField
          label="Realistic test keeps attacks"
          value={sampling.realisticKeep}
          min={0.01}
          max={1}
          step={0.05}
          onChange={(realisticKeep) => onChange({ ...config, sampling: { ...sampling, realisticKeep } })}
        />
        <NumberField
          label="Most rows"
          value={sampling.maxRows}
          min={10}
          max={50_000_000}
          step={10_000}
          onChange={(maxRows) => onChange({ ...config, sampling: { ...sampling, maxRows } })}
        />
      </div>
      <SelectField
        label="Imbalanced regime: benign share"
        value={sampling.benignShare === null ? 'captured' : String(sampling.benignShare)}
        options={[
          { value: '0.722', label: '72.2 % (as published)' },
          { value: 'captured', label: 'as captured' },
          ...(sampling.benignShare !== null && sampling.benignShare !== 0.722
            ? [{ value: String(sampling.benignShare), label: `${sampling.benignShare * 100} %` }]
            : []),
        ]}
        onChange={(text) =>
          onChange({
            ...config,
            sampling: { ...sampling, benignShare: text === 'captured' ? null : Number(text) },
          })
        }
      />
      <NumberField
        label="Seed"
        value={config.seed}
        min={0}
        max={2 ** 31 - 1}
        onChange={(seed) => onChange({ ...config, seed })}
      />
    </fieldset>
  )
}
