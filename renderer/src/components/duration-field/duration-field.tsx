/** A length of time by slider (each step the same factor, from a second to thirty days) or exactly, as text. */
import { Slider, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { durationText, parseDuration } from '../../time/duration.ts'
import classes from './duration-field.module.css'
import { fromSlider, STEPS, toSlider } from './scale.ts'

/** A year: what a rule allows. */
const LONGEST = 31_536_000e6

/** A longer one is refused, not shortened: what is typed must be what is done. */
function atMost(micros: number | null): number | null {
  return micros !== null && micros > LONGEST ? null : micros
}

interface DurationFieldProps {
  label: string
  /** Integer microseconds. */
  value: number
  onChange: (micros: number) => void
}

const MARKS = [1e6, 60e6, 3600e6, 86_400e6].map((micros) => ({
  value: toSlider(micros),
  label: durationText(micros),
}))

export function DurationField({ label, value, onChange }: DurationFieldProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const parsed = typed === null ? value : atMost(parseDuration(typed))
  const finish = (): void => {
    if (typed !== null && parsed !== null) onChange(parsed)
    setTyped(null)
  }
  return (
    <div>
      <div className={classes.head}>
        <label id={id} htmlFor={`${id}-text`}>
          {label}
        </label>
        <TextInput
          id={`${id}-text`}
          className={classes.text ?? ''}
          value={typed ?? durationText(value)}
          error={parsed === null}
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.key === 'Enter') finish()
            if (event.key === 'Escape') setTyped(null)
          }}
        />
      </div>
      <Slider
        size="sm"
        min={0}
        max={STEPS}
        step={1}
        value={toSlider(value)}
        onChange={(step) => step !== toSlider(value) && onChange(fromSlider(step))}
        label={null}
        marks={MARKS}
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': durationText(value) }}
        classNames={{ markLabel: classes.mark ?? '', root: classes.slider ?? '' }}
      />
    </div>
  )
}
