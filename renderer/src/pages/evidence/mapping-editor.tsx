/** Which column plays which part: as a form and, for those who like it better, as JSON. Both are the same thing. */
import { MultiSelect, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import { type Inspection, Mapping } from '../../../../preload/contract/evidence.ts'
import { useCall } from '../../api/use-call.ts'
import { JsonEditor } from '../../components/editor/json-editor.tsx'
import classes from './evidence.module.css'

interface MappingEditorProps {
  inspection: Inspection
  /** The mapping, or null while what stands there is not one. */
  onChange: (mapping: Mapping | null) => void
}

export function MappingEditor({ inspection, onChange }: MappingEditorProps) {
  const [view, setView] = useState<'form' | 'json'>('form')
  const [mapping, setMapping] = useState(inspection.mapping)
  const schema = useCall('evidence.mappingSchema', {}, { enabled: view === 'json' })
  const change = (next: Mapping): void => {
    setMapping(next)
    onChange(next)
  }
  const read = (text: string): void => {
    const parsed = parseMapping(text)
    if (parsed) change(parsed)
    else onChange(null)
  }
  const swap = (next: string): void => {
    // What was wrong in the text is left behind there.
    onChange(mapping)
    setView(next as 'form' | 'json')
  }
  return (
    <section className={classes.mapping} aria-label="Mapping">
      <div className={classes.mappingHead}>
        <span className={classes.fieldLabel}>Which column plays which part</span>
        <SegmentedControl
          size="xs"
          data={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
          value={view}
          onChange={swap}
          aria-label="Edit the mapping as"
        />
      </div>
      {view === 'form' ? (
        <MappingForm inspection={inspection} mapping={mapping} onChange={change} />
      ) : (
        <JsonEditor
          initial={JSON.stringify(mapping, null, 2)}
          label="Mapping"
          schema={schema.data}
          onChange={read}
          height={250}
        />
      )}
    </section>
  )
}

/** Text that is not a mapping gives null; the editor says what is wrong with it. */
function parseMapping(text: string): Mapping | null {
  try {
    return Mapping.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const UNITS = [
  { value: 's', label: 'seconds' },
  { value: 'ms', label: 'milliseconds' },
  { value: 'us', label: 'microseconds' },
  { value: 'ns', label: 'nanoseconds' },
]

function MappingForm({
  inspection,
  mapping,
  onChange,
}: {
  inspection: Inspection
  mapping: Mapping
  onChange: (mapping: Mapping) => void
}) {
  const names = inspection.columns.map((column) => column.name)
  const timeType = inspection.columns.find((column) => column.name === mapping.time)?.type
  const withoutUnit = (time: string | null): Mapping => {
    const { timeUnit: _unit, ...rest } = mapping
    return { ...rest, time }
  }
  const one = { data: names, searchable: true, clearable: true, limit: 200 } as const
  return (
    <div className={classes.form}>
      <Select
        {...one}
        label="Time"
        placeholder="none"
        value={mapping.time}
        onChange={(time) => onChange(withoutUnit(time))}
      />
      {(timeType === 'number' || timeType === 'integer') && (
        <Select
          label="Unit of the time"
          data={UNITS}
          value={mapping.timeUnit ?? 's'}
          allowDeselect={false}
          onChange={(unit) => unit && onChange({ ...mapping, timeUnit: unit as 's' | 'ms' | 'us' | 'ns' })}
        />
      )}
      <Select
        {...one}
        label="Host"
        placeholder="none"
        value={mapping.host}
        onChange={(host) => onChange({ ...mapping, host })}
      />
      <Select
        {...one}
        label="Action"
        placeholder="none"
        value={mapping.action}
        onChange={(action) => onChange({ ...mapping, action })}
      />
      <MultiSelect
        className={classes.double ?? ''}
        {...one}
        size="xs"
        label="Users (any of these may name the user)"
        value={mapping.users}
        onChange={(users) => onChange({ ...mapping, users })}
      />
      <MultiSelect
        className={classes.double ?? ''}
        {...one}
        size="xs"
        label="Labels or truth (never features)"
        value={mapping.labels}
        onChange={(labels) => onChange({ ...mapping, labels })}
      />
    </div>
  )
}
