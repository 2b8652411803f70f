/** Beside the events: every field with its most frequent values under the present filter. A click adds one to the filter. */
import { ActionIcon, CloseButton, TextInput, Tooltip } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import type { Output } from '../../api/client.ts'
import { count } from '../../../../preload/figures/format.ts'
import { FieldValues } from './field-values.tsx'
import classes from './fields-panel.module.css'
import type { Selection } from './use-selection.ts'

type Field = Output<'events.fields'>[number]

interface FieldsPanelProps {
  fields: readonly Field[]
  selection: Selection
  /** The selection is made. */
  ready: boolean
  onTerm: (term: string) => void
  /** Opens the cross table with this field. */
  onCross: (field: string) => void
  onClose: () => void
}

/** Times and scores have their own axis; their single values say little. */
const LEFT_OUT = new Set(['time', 'attack_score'])

export function FieldsPanel(props: FieldsPanelProps) {
  const { fields, selection } = props
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const usable = fields.filter(({ name, builtIn }) => !builtIn || isThere(name, selection))
  const shown = usable.filter(({ name }) => name.toLowerCase().includes(wanted))
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrow keys move among the buttons inside
    <section className={classes.panel} aria-label="Fields" onKeyDown={onArrows}>
      <div className={classes.head}>
        <TextInput
          size="xs"
          className={classes.find ?? ''}
          placeholder={fields.length > 0 ? `Find one of ${count(usable.length)} fields` : ''}
          aria-label="Find a field"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          data-step
        />
        <CloseButton size="sm" aria-label="Close the fields" onClick={props.onClose} />
      </div>
      <div className={classes.list}>
        {shown.map((field, index) => (
          <FieldItem
            key={field.name}
            field={field}
            first={!field.builtIn && shown[index - 1]?.builtIn === true}
            {...props}
          />
        ))}
        {shown.length === 0 && fields.length > 0 && <p className={classes.none}>No field is called so</p>}
      </div>
    </section>
  )
}

function isThere(name: string, { labelSet, scoring }: Selection): boolean {
  if (LEFT_OUT.has(name)) return false
  if (name === 'label' || name === 'alert') return labelSet !== null
  return name === 'predicted' || name === 'expert' ? scoring !== null : true
}

interface FieldItemProps extends FieldsPanelProps {
  field: Field
  /** Of the columns: a line stands before it. */
  first: boolean
}

function FieldItem({ field, first, selection, ready, onTerm, onCross }: FieldItemProps) {
  const { name, type, builtIn, distinct } = field
  const [open, setOpen] = useState(name === 'host' || name === 'user' || name === 'action')
  return (
    <div className={classes.field} data-first={first}>
      <div className={classes.row}>
        <button
          type="button"
          className={classes.name}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          data-step
          data-open={open}
          title={`${name}: ${type}`}
        >
          <span>{builtIn ? name : bare(name)}</span>
          {distinct !== null && <small>{count(distinct)}</small>}
        </button>
        <Tooltip label="Against another field">
          <ActionIcon
            size="xs"
            aria-label={`Cross table of ${name}`}
            className={classes.cross ?? ''}
            onClick={() => onCross(name)}
          >
            <IconTable size={13} />
          </ActionIcon>
        </Tooltip>
      </div>
      {open && <FieldValues field={name} selection={selection} ready={ready} onTerm={onTerm} />}
    </div>
  )
}

/** Without the quotes that a filter needs. */
function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}

/** Up and down go from one field or value to the next; right opens a field, left closes it. */
function onArrows(event: KeyboardEvent<HTMLElement>): void {
  const steps = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-step]')]
  const here = document.activeElement
  const at = steps.findIndex((step) => step === here)
  if (at < 0) return
  const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const open = here?.getAttribute('aria-expanded')
  if (move !== 0) steps[at + move]?.focus()
  else if ((event.key === 'ArrowRight' && open === 'false') || (event.key === 'ArrowLeft' && open === 'true'))
    steps[at]?.click()
  else return
  event.preventDefault()
}
