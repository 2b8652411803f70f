/** One setting of a system, drawn as the vocabulary says. */
import { ChoiceField, NumberField, NumbersField, SelectField, SwitchField } from './fields.tsx'
import { type FieldName, type FieldSpec, VOCABULARY } from './vocabulary.ts'

interface SettingFieldProps {
  name: FieldName
  /** Of the kind that the vocabulary says; of another kind, nothing is drawn. */
  value: unknown
  onChange: (value: unknown) => void
  /** Largest number here, where a system allows less. */
  max?: number | undefined
  hint?: string | undefined
}

export function SettingField({ name, value, onChange, max, hint }: SettingFieldProps) {
  const spec: FieldSpec = VOCABULARY[name]
  const { label } = spec
  if (spec.kind === 'switch') {
    if (typeof value !== 'boolean') return null
    return <SwitchField label={label} hint={spec.hint} value={value} onChange={onChange} />
  }
  if (spec.kind === 'numbers') {
    if (!Array.isArray(value)) return null
    return <NumbersField label={label} value={value.map(Number)} onChange={onChange} />
  }
  if (spec.kind === 'number') {
    if (typeof value !== 'number') return null
    const { min, step } = spec
    const range = { min, max: max ?? spec.max, ...(step !== undefined && { step }) }
    return <NumberField label={label} hint={hint ?? spec.hint} value={value} onChange={onChange} {...range} />
  }
  if (typeof value !== 'string') return null
  return spec.kind === 'choice' ? (
    <ChoiceField label={label} value={value} options={spec.options} onChange={onChange} />
  ) : (
    <SelectField label={label} value={value} options={spec.options} onChange={onChange} hint={hint} />
  )
}
