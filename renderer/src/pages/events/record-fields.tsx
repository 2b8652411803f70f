/** Field by field; a value can go into the filter with one click. */
import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconFilterMinus, IconFilterPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { EventRecord } from '../../../../preload/contract/events.ts'
import { filterTerm, spelledColumn } from '../../../../preload/contract/filter-term.ts'
import { visible } from '../../../../preload/figures/visible.ts'
import classes from './record-panel.module.css'

/** A filter term for a column's value. */
function termOf(name: string, value: string): string {
  return filterTerm(spelledColumn(name), value)
}

export function RecordFields({
  fields,
  onFilter,
}: {
  fields: EventRecord['fields']
  onFilter: (term: string) => void
}) {
  const [search, setSearch] = useState('')
  const wanted = search.toLowerCase()
  const shown = fields.filter(
    ({ name, value }) => name.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
  )
  return (
    <>
      {fields.length > 12 && (
        <TextInput
          placeholder="Find a field or value"
          aria-label="Find a field or value"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          mb={8}
        />
      )}
      <table className={classes.fields}>
        <tbody>
          {shown.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{visible(name)}</th>
              <td>
                <span className={classes.value}>{visible(value)}</span>
                {value !== '' && (
                  <span className={classes.actions}>
                    <Tooltip label="Only such events">
                      <ActionIcon
                        size="xs"
                        aria-label={`Only events with this ${name}`}
                        onClick={() => onFilter(termOf(name, value))}
                      >
                        <IconFilterPlus size={14} />
                      </ActionIcon>
                    </Tooltip>
                    <Tooltip label="Without such events">
                      <ActionIcon
                        size="xs"
                        aria-label={`No events with this ${name}`}
                        onClick={() => onFilter(`-${termOf(name, value)}`)}
                      >
                        <IconFilterMinus size={14} />
                      </ActionIcon>
                    </Tooltip>
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p className={classes.none}>No field has that</p>}
    </>
  )
}
