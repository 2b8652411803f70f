/** The whole custody log, fetched in pages of a thousand: it has hundreds of entries, not millions. */
import { useQueries } from '@tanstack/react-query'
import type { CustodyEntry } from '../../../../preload/contract/custody.ts'
import { call } from '../../api/client.ts'

const PAGE = 1000

/** @param total number of entries, undefined while it is not known */
export function useCustodyLog(total: number | undefined): { entries: CustodyEntry[]; pending: boolean } {
  const pages = Math.ceil((total ?? 0) / PAGE)
  return useQueries({
    queries: Array.from({ length: pages }, (_, page) => {
      const input = { offset: page * PAGE, limit: PAGE }
      return { queryKey: ['custody.log', input], queryFn: () => call('custody.log', input) }
    }),
    combine: (results) => ({
      entries: results.flatMap((result) => result.data?.entries ?? []),
      pending: total === undefined || results.some((result) => result.isPending),
    }),
  })
}
