/** The settings of each system: a list of names from the vocabulary, some only where they mean something. */
import type { ReactNode } from 'react'
import type { ModelSettings, SettingsOf, SystemId } from '../../../../preload/contract/models.ts'
import classes from './experiments.module.css'
import { FlowExperts, RowsAStep, TokenSize } from './own-fields.tsx'
import { SettingField } from './setting-field.tsx'
import type { FieldName } from './vocabulary.ts'

export interface SystemFieldsProps<M extends ModelSettings> {
  model: M
  onChange: (model: M) => void
}

interface Setting<M extends ModelSettings> {
  name: FieldName & keyof M
  max?: number
  hint?: string | undefined
}

/** A setting by its name, with what is particular here; or a field that only this system has. */
type Line<M extends ModelSettings> =
  | (FieldName & keyof M)
  | Setting<M>
  | ((props: SystemFieldsProps<M>) => ReactNode)
  | false

interface Layout<M extends ModelSettings> {
  /** One below the other, then in pairs, then below the pairs. */
  wide: Line<M>[]
  pairs: Line<M>[]
  last?: Line<M>[]
}

const LAYOUTS: { [S in SystemId]: (model: SettingsOf<S>) => Layout<SettingsOf<S>> } = {
  S1: ({ learner }) => ({
    wide: ['learner', learner === 'networks' && 'experts', 'gating'],
    pairs: [
      'k',
      'threshold',
      ...(learner === 'trees'
        ? (['rounds'] as const)
        : (['expertEpochs', 'gateEpochs', 'batchSize', 'learningRate', 'hidden', 'dropout'] as const)),
    ],
    last: ['novelty'],
  }),
  S2: ({ experts, gate }) => ({
    wide: [FlowExperts, experts.length > 1 && 'gate', 'classWeights'],
    pairs: [
      experts.length > 1 && gate === 'top-k' && { name: 'k', max: 4 },
      'pretrainEpochs',
      'epochs',
      'batchSize',
      'learningRate',
      TokenSize,
      'layers',
      'dropout',
    ],
  }),
  S3: ({ loss, batchSize, optimizer }) => ({
    wide: [
      {
        name: 'loss',
        hint:
          loss === 'softmax' ? 'Always 0: nothing will be learned, and the evaluation says so' : undefined,
      },
      'optimizer',
      'classWeights',
      RowsAStep,
    ],
    pairs: [
      batchSize !== null && 'batchSize',
      'epochs',
      'learningRate',
      optimizer === 'sgd' && 'weightDecay',
      'hidden',
    ],
  }),
  novelty: ({ density }) => ({
    wide: ['density', density === 'mixture' && 'covariance'],
    pairs: [density === 'mixture' && 'components', 'falseAlarms'],
  }),
}

export function SystemFields<M extends ModelSettings>({ model, onChange }: SystemFieldsProps<M>) {
  // The layout of a system takes and lists that system's own settings.
  const layoutOf = LAYOUTS[model.system] as unknown as (model: M) => Layout<M>
  const { wide, pairs, last = [] } = layoutOf(model)
  const drawn = (lines: Line<M>[]): ReactNode[] =>
    lines.map((line) => {
      if (line === false) return null
      if (typeof line === 'function') {
        const Own = line
        return <Own key={Own.name} model={model} onChange={onChange} />
      }
      const named: Setting<M> = typeof line === 'object' ? line : { name: line }
      const { name, ...own } = named
      return (
        <SettingField
          key={name}
          name={name}
          value={model[name]}
          onChange={(value) => onChange({ ...model, [name]: value })}
          {...own}
        />
      )
    })
  return (
    <>
      {drawn(wide)}
      <div className={classes.pair}>{drawn(pairs)}</div>
      {drawn(last)}
    </>
  )
}
