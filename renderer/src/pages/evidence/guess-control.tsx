/** The control that decides one part of a reading; what cannot be decided is told. */
import { MultiSelect, Select } from '@mantine/core'
import { ENCODINGS } from '../../../../preload/contract/encodings.ts'
import type { Choices, Inspection } from '../../../../preload/contract/evidence.ts'
import type { Guess } from '../../../../preload/contract/understanding.ts'
import { choose, type Decisions, PART_NAMES } from './decisions.ts'
import classes from './understanding.module.css'

export interface ControlProps {
  guess: Guess
  inspection: Inspection
  decisions: Decisions
  onDecide: (decisions: Decisions) => void
}

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
const DELIMITERS = [
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'bar' },
  { value: ' ', label: 'space' },
  { value: ':', label: 'colon' },
]
const UNITS = [
  { value: 's', label: 'in seconds' },
  { value: 'ms', label: 'in milliseconds' },
  { value: 'us', label: 'in microseconds' },
  { value: 'ns', label: 'in nanoseconds' },
]

export function GuessControl(props: ControlProps) {
  const { guess, inspection, decisions, onDecide } = props
  const label = PART_NAMES[guess.part]
  switch (guess.part) {
    case 'kind':
      return (
        <Pick
          label={label}
          value={inspection.kind}
          data={[
            { value: 'capture', label: 'log capture (events)' },
            { value: 'alerts', label: 'alerts' },
          ]}
          onPick={(as) => onDecide({ ...decisions, as: as as 'capture' | 'alerts' })}
        />
      )
    case 'zone': {
      const { zone } = inspection
      return (
        <Pick
          label={label}
          value={zone}
          data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
          searchable
          onPick={(next) => onDecide({ ...decisions, zone: next })}
        />
      )
    }
    case 'time':
      return <TimeControl {...props} />
    case 'host':
    case 'action':
      return <ColumnControl {...props} part={guess.part} />
    case 'users':
    case 'labels':
      return <ColumnsControl {...props} part={guess.part} />
    default:
      return <TextControl {...props} />
  }
}

/** What only text has: encoding, delimiter, header, and the order of dates. */
function TextControl({ guess, inspection, decisions, onDecide }: ControlProps) {
  const label = PART_NAMES[guess.part]
  const set = <K extends keyof Choices>(key: K, value: Choices[K]) => onDecide(choose(decisions, key, value))
  switch (guess.part) {
    case 'encoding':
      return (
        <Pick
          label={label}
          value={decisions.mapping?.encoding ?? ''}
          data={[{ value: '', label: `as found: ${guess.value}` }, ...ENCODINGS]}
          searchable
          onPick={(next) => set('encoding', next === '' ? undefined : (next as (typeof ENCODINGS)[number]))}
        />
      )
    case 'delimiter': {
      const own = inspection.delimiter ?? ','
      const known = DELIMITERS.some(({ value }) => value === own)
      return (
        <Pick
          label={label}
          value={own}
          data={known ? DELIMITERS : [{ value: own, label: own }, ...DELIMITERS]}
          onPick={(next) => set('delimiter', next)}
        />
      )
    }
    case 'header':
      return (
        <Pick
          label={label}
          value={inspection.mapping.header === false ? 'none' : 'first'}
          data={[
            { value: 'first', label: 'first row' },
            { value: 'none', label: 'none' },
          ]}
          onPick={(next) => set('header', next === 'first')}
        />
      )
    case 'order':
      return (
        <Pick
          label={label}
          value={guess.value === 'month first' ? 'month-first' : 'day-first'}
          data={[
            { value: 'day-first', label: 'day first' },
            { value: 'month-first', label: 'month first' },
          ]}
          onPick={(next) => set('timeOrder', next as 'day-first' | 'month-first')}
        />
      )
    default:
      return <span className={classes.fixed}>{guess.value}</span>
  }
}

interface PickProps {
  label: string
  value: string
  data: readonly (string | { value: string; label: string })[]
  searchable?: boolean
  onPick: (value: string) => void
}

function Pick({ label, value, data, searchable = false, onPick }: PickProps) {
  return (
    <Select
      size="xs"
      aria-label={label}
      data={[...data]}
      value={value}
      allowDeselect={false}
      searchable={searchable}
      limit={100}
      onChange={(next) => next !== null && next !== value && onPick(next)}
    />
  )
}

/** Columns of the file, and those that were chosen though they are not among the sampled ones. */
function columnsFor(inspection: Inspection, chosen: readonly (string | null)[]): string[] {
  const names = inspection.columns.map(({ name }) => name)
  return [...new Set([...names, ...chosen.filter((name) => name !== null)])]
}

function TimeControl({ inspection, decisions, onDecide }: ControlProps) {
  const { time, timeUnit } = inspection.mapping
  const sample = inspection.columns.find(({ name }) => name === time)?.sample ?? ''
  const counts = sample !== '' && !Number.isNaN(Number(sample))
  return (
    <div className={classes.double}>
      <Select
        size="xs"
        aria-label="Time"
        placeholder="none"
        data={columnsFor(inspection, [time])}
        value={time}
        searchable
        clearable
        limit={200}
        onChange={(next) => onDecide(choose(choose(decisions, 'timeUnit', undefined), 'time', next))}
      />
      {counts && inspection.kind === 'capture' && (
        <Select
          size="xs"
          aria-label="Unit of the time"
          placeholder="unit by size"
          data={UNITS}
          value={timeUnit ?? null}
          clearable
          onChange={(unit) =>
            onDecide(choose(decisions, 'timeUnit', (unit as Choices['timeUnit']) ?? undefined))
          }
        />
      )}
    </div>
  )
}

function ColumnControl({
  inspection,
  decisions,
  onDecide,
  part,
}: ControlProps & { part: 'host' | 'action' }) {
  return (
    <Select
      size="xs"
      aria-label={PART_NAMES[part]}
      placeholder="none"
      data={columnsFor(inspection, [inspection.mapping[part]])}
      value={inspection.mapping[part]}
      searchable
      clearable
      limit={200}
      onChange={(next) => onDecide(choose(decisions, part, next))}
    />
  )
}

function ColumnsControl({
  inspection,
  decisions,
  onDecide,
  part,
}: ControlProps & { part: 'users' | 'labels' }) {
  const value = inspection.mapping[part]
  return (
    <MultiSelect
      size="xs"
      aria-label={PART_NAMES[part]}
      {...(value.length === 0 && { placeholder: 'none' })}
      data={columnsFor(inspection, value)}
      value={value}
      searchable
      limit={200}
      onChange={(next) => onDecide(choose(decisions, part, next))}
    />
  )
}
