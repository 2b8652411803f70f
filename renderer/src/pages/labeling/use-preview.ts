/** What a rule would label, asked while the sliders move: the latest rule wins, superseded calls are aborted. */
import { useDebouncedValue } from '@mantine/hooks'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Rule } from '../../../../preload/contract/labeling.ts'
import type { Problem } from '../../../../preload/contract/problem.ts'
import type { Output } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'

const PAUSE_MS = 25

export function usePreview(rule: Rule): UseQueryResult<Output<'labeling.preview'>, Problem> {
  const settled = useSettled(rule, PAUSE_MS)
  return useCall('labeling.preview', settled, { keepPrevious: true })
}

/** The rule after it stood still for some milliseconds; the same object while it means the same. */
export function useSettled(rule: Rule, milliseconds: number): Rule {
  const [text] = useDebouncedValue(JSON.stringify(rule), milliseconds)
  return JSON.parse(text) as Rule
}
