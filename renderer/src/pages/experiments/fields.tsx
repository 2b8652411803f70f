/** The few kinds of fields that the experiment form is made of. */
import { Input, NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import classes from './experiments.module.css'

interface Field<T> {
  label: string
  value: T
  onChange: (value: T) => void
  /** One short line of what it does. */
  hint?: string | undefined
}

export function NumberField({
  label,
  value,
  onChange,
  hint,
  min,
  max,
  step,
}: Field<number> & { min: number; max: number; step?: number }) {
  return (
    <NumberInput
      label={label}
      description={hint}
      value={value}
      min={min}
      max={max}
      step={step ?? 1}
      clampBehavior="strict"
      onChange={(next) => typeof next === 'number' && next >= min && next <= max && onChange(next)}
    />
  )
}

/** A list of numbers as text, e.g. `64, 32`; what can't be read is said and not taken. */
export function NumbersField({ label, value, onChange, hint }: Field<number[]>) {
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? value.join(', ')
  const parse = (typed: string): number[] | null => {
    const parts = typed
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number)
    return parts.every((part) => Number.isFinite(part) && part > 0) ? parts : null
  }
  return (
    <TextInput
      label={label}
      description={hint}
      value={shown}
      error={parse(shown) === null && 'numbers above 0, separated by commas'}
      onChange={(event) => {
        setText(event.target.value)
        const numbers = parse(event.target.value)
        if (numbers) onChange(numbers)
      }}
      onBlur={() => setText(null)}
    />
  )
}

export function ChoiceField<T extends string>({
  label,
  value,
  onChange,
  options,
}: Field<T> & { options: readonly { value: T; label: string }[] }) {
  return (
    <Input.Wrapper label={label} className={classes.choice}>
      <SegmentedControl
        fullWidth
        aria-label={label}
        value={value}
        data={options.map((option) => ({ ...option }))}
        onChange={(next) => onChange(next)}
      />
    </Input.Wrapper>
  )
}

export function SelectField<T extends string>({
  label,
  value,
  onChange,
  options,
  hint,
}: Field<T> & { options: readonly { value: T; label: string }[] }) {
  return (
    <Select
      label={label}
      description={hint}
      value={value}
      allowDeselect={false}
      data={options.map((option) => ({ ...option }))}
      onChange={(next) => next !== null && onChange(next)}
      comboboxProps={{ withinPortal: true }}
    />
  )
}

export function SwitchField({ label, value, onChange, hint }: Field<boolean>) {
  return (
    <Switch
      label={label}
      description={hint}
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
