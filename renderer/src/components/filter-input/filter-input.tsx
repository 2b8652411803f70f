/** The filter of events: Monaco with completion once it is loaded, a plain field until then. */
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowRight, IconFilter, IconX } from '@tabler/icons-react'
import { lazy, Suspense, useRef } from 'react'
import type { Problem } from '../../../../preload/contract/problem.ts'
import classes from './filter-input.module.css'
import type { FieldInfo } from './filter-language.ts'

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
  const mistake = problem && { column: problem.where?.column ?? 1, message: problem.message }
  return (
    <div className={classes.wrap}>
      <div ref={frame} className={classes.frame} data-bad={problem !== null} id="filter">
        <IconFilter size={15} stroke={1.6} className={classes.icon} aria-hidden />
        <Suspense fallback={<Plain value={value} onSubmit={onSubmit} />}>
          <FilterEditor value={value} label={LABEL} fields={fields} mistake={mistake} onSubmit={onSubmit} />
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

function Plain({ value, onSubmit }: { value: string; onSubmit: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <form
      className={classes.plain}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(input.current?.value.trim() ?? '')
      }}
    >
      <input ref={input} defaultValue={value} aria-label={LABEL} spellCheck={false} />
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
