/** The range in figures, in the zone that is shown; what is typed there counts in that zone. */
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { parseTimeText, timeText } from '../../time/format.ts'
import { useZones } from '../../time/zone.ts'
import classes from './events.module.css'

interface RangeInputsProps {
  from: number | null
  to: number | null
  onRange: (range: { from: number; to: number }) => void
}

export function RangeInputs({ from, to, onRange }: RangeInputsProps) {
  if (from === null || to === null) return null
  return (
    <>
      <Instant label="From" value={from} onChange={(next) => next < to && onRange({ from: next, to })} />
      <span aria-hidden>–</span>
      <Instant label="To" value={to} onChange={(next) => next > from && onRange({ from, to: next })} />
    </>
  )
}

function Instant({
  label,
  value,
  onChange,
}: {
  label: string
  value: number
  onChange: (micros: number) => void
}) {
  const { zone } = useZones()
  const [typed, setTyped] = useState<string | null>(null)
  const parsed = typed === null ? value : parseTimeText(typed, zone)
  const finish = (): void => {
    if (typed !== null && parsed !== null) onChange(parsed)
    setTyped(null)
  }
  return (
    <TextInput
      aria-label={`${label}, in ${zone}`}
      size="xs"
      className={classes.instant ?? ''}
      value={typed ?? timeText(value, zone, 's')}
      error={parsed === null}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish()
        if (event.key === 'Escape') setTyped(null)
      }}
    />
  )
}
