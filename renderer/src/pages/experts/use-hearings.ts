/** The hearings that the address asks for, page by page. */
import type { ProtocolId } from '../../../../preload/contract/experiment.ts'
import type { Hearing } from '../../../../preload/contract/experts.ts'
import type { Problem } from '../../../../preload/contract/problem.ts'
import type { Input } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'
import { type Pages, usePages } from '../../api/use-pages.ts'
import { useRoute } from '../../app/routing.ts'
import type { Gating } from './gating.ts'

export const ONLY = [
  { value: 'every', label: 'All' },
  { value: 'errors', label: 'Wrong' },
  { value: 'right', label: 'Right' },
] as const
type Only = (typeof ONLY)[number]['value']

const LIMIT = 200

export interface HearingList extends Pages<Hearing> {
  query: Input<'experts.hearings'> & { only: Only }
  total: number
  pending: boolean
  problem: Problem | null
}

export function useHearings(run: string, protocol: ProtocolId, { strategy, parameter }: Gating): HearingList {
  const { params } = useRoute()
  const query = {
    run,
    protocol,
    strategy,
    ...(strategy === 'threshold' && { threshold: parameter }),
    truth: params.get('truth'),
    predicted: params.get('predicted'),
    only: ONLY.find(({ value }) => value === params.get('only'))?.value ?? 'every',
  }
  const inputOf = (offset: number, limit: number): Input<'experts.hearings'> => ({ ...query, offset, limit })
  const head = useCall('experts.hearings', inputOf(0, LIMIT))
  const total = head.data?.total ?? 0
  const pages = usePages({
    name: 'experts.hearings',
    inputOf,
    rowsOf: (output) => output.rows,
    limit: LIMIT,
    count: total,
  })
  return { ...pages, query, total, pending: head.isPending, problem: head.error }
}
