/** What is decided about a file as one JSON document, with the columns of this very file as completion. */
import { useMemo, useState } from 'react'
import type { Inspection } from '../../../../preload/contract/evidence.ts'
import { useCall } from '../../api/use-call.ts'
import { JsonEditor } from '../../components/editor/json-editor.tsx'
import { decidedBy, type Decisions, DecisionsShape, documentOf } from './decisions.ts'

interface DecisionsEditorProps {
  inspection: Inspection
  decisions: Decisions
  /** Null while what stands there is not one. */
  onDecide: (decisions: Decisions | null) => void
}

export function DecisionsEditor({ inspection, decisions, onDecide }: DecisionsEditorProps) {
  const schema = useCall('evidence.mappingSchema', {})
  // The editor owns its text: what came before stays the measure of what was changed in it.
  const [begin] = useState({ inspection, decisions })
  const checked = useMemo(() => schema.data && schemaFor(schema.data, begin.inspection), [schema.data, begin])
  const read = (text: string): void => {
    const document = parse(text)
    onDecide(document && decidedBy(document, begin.decisions, begin.inspection))
  }
  return (
    <JsonEditor
      initial={JSON.stringify(documentOf(begin.decisions, begin.inspection), null, 2)}
      label={`How ${inspection.name} is read`}
      schema={checked}
      onChange={read}
      height={330}
    />
  )
}

function parse(text: string): Decisions | null {
  try {
    return DecisionsShape.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** The mapping's schema, in which a column is one of this file's. */
function schemaFor(mapping: Record<string, unknown>, inspection: Inspection): object {
  const names = inspection.columns.map(({ name }) => name)
  const one = { enum: names }
  const parts = {
    time: { anyOf: [one, { type: 'null' }], description: 'Column that holds the time of the events' },
    host: { anyOf: [one, { type: 'null' }], description: 'Column that names the computer' },
    action: { anyOf: [one, { type: 'null' }], description: 'Column that tells what kind of event it is' },
    users: { type: 'array', items: one, description: 'Columns that name the account' },
    labels: { type: 'array', items: one, description: 'Columns that hold labels or truth: never features' },
  }
  const properties = { ...(mapping['properties'] as object), ...parts }
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      as: { enum: ['capture', 'alerts'], description: 'Events or alerts' },
      zone: { type: 'string', description: 'Zone of times that carry none: UTC, +02:00, Europe/Berlin' },
      anchor: { enum: ['fired', 'first', 'last'], description: 'What a lone time of an alert tells' },
      mapping: { ...mapping, $schema: undefined, properties },
    },
  }
}
