/** What a rule would label, asked while the sliders move: at once, one call at a time, the latest rule next. */
import { useDebouncedValue } from '@mantine/hooks'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Rule } from '../../../../preload/contract/labeling.ts'
import type { Problem } from '../../../../preload/contract/problem.ts'
import type { Output } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'

export function usePreview(rule: Rule): UseQueryResult<Output<'labeling.preview'>, Problem> {
  const text = JSON.stringify(rule)
  const [asked, ask] = useState(text)
  const query = useCall('labeling.preview', JSON.parse(asked) as Rule, { keepPrevious: true })
  // The next rule is asked for when the last has its answer: what changes faster is skipped, and numbers move with the hand.
  if (asked !== text && !query.isFetching) ask(text)
  return query
}

/** The rule after it stood still for some milliseconds; the same object while it means the same. */
export function useSettled(rule: Rule, milliseconds: number): Rule {
  const [text] = useDebouncedValue(JSON.stringify(rule), milliseconds)
  return JSON.parse(text) as Rule
}
