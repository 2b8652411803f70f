/** The filter of events: Monaco with completion once it is loaded, a plain field until then. */
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowRight, IconFilter, IconX } from '@tabler/icons-react'
import { lazy, Suspense, useRef } from 'react'
import type { Problem } from '../../../../preload/contract/problem.ts'
import classes from './filter-input.module.css'
import type { FieldInfo } from './filter-language.ts'

import type { Typed } from './filter-editor.tsx'

const FilterEditor = lazy(() => import('./filter-editor.tsx'))

interface FilterInputProps {
  /** The filter in force. */
  value: string
  fields: readonly FieldInfo[]
  /** Why the filter in force cannot be run. */
  problem: Problem | null
  onSubmit: (text: string) => void
}

const LABEL = 'Filter events'

export function FilterInput({ value, fields, problem, onSubmit }: FilterInputProps) {
  const frame = useRef<HTMLDivElement>(null)
  const typed = useRef<Typed | null>(null)
  const keep = (next: Typed): void => {
    typed.current = next
  }
  const mistake = problem && { column: problem.where?.column ?? 1, message: problem.message }
  return (
    <div className={classes.wrap}>
      <div ref={frame} className={classes.frame} data-bad={problem !== null} id="filter">
        <IconFilter size={15} stroke={1.6} className={classes.icon} aria-hidden />
        <Suspense fallback={<Plain value={value} onType={keep} onSubmit={onSubmit} />}>
          <FilterEditor
            value={value}
            typed={typed}
            label={LABEL}
            fields={fields}
            mistake={mistake}
            onSubmit={onSubmit}
          />
        </Suspense>
        {value && (
          <Tooltip label="Clear the filter">
            <ActionIcon size="sm" aria-label="Clear the filter" onClick={() => onSubmit('')}>
              <IconX size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {problem && (
        <p className={classes.problem} role="alert">
          {problem.message}
          {problem.advice && <span> {problem.advice}</span>}
        </p>
      )}
    </div>
  )
}

interface PlainProps {
  value: string
  /** Kept for the editor that takes the place of this field. */
  onType: (typed: Typed) => void
  onSubmit: (text: string) => void
}

function Plain({ value, onType, onSubmit }: PlainProps) {
  const input = useRef<HTMLInputElement>(null)
  const tell = (field: HTMLInputElement, focused: boolean): void => onType({ text: field.value, focused })
  return (
    <form
      className={classes.plain}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(input.current?.value.trim() ?? '')
      }}
    >
      <input
        ref={input}
        defaultValue={value}
        aria-label={LABEL}
        spellCheck={false}
        onFocus={(event) => tell(event.currentTarget, true)}
        onChange={(event) => tell(event.currentTarget, true)}
        onBlur={(event) => tell(event.currentTarget, false)}
      />
      <ActionIcon type="submit" size="sm" aria-label="Run the filter">
        <IconArrowRight size={14} />
      </ActionIcon>
    </form>
  )
}

/** Puts the cursor into the filter, from a shortcut. */
export function focusFilter(): void {
  document
    .querySelector<HTMLElement>('#filter textarea, #filter .native-edit-context, #filter input')
    ?.focus()
}
