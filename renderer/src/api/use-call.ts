/** The contract as React hooks: `useCall` reads, `useAct` does. One query key shape: [call name, input]. */
import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Problem } from '../../../preload/contract/problem.ts'
import { call, type CallName, type Input, type Output } from './client.ts'

interface CallOptions {
  enabled?: boolean
  /** Shows the last answer while the next is on its way, for inputs that change often. */
  keepPrevious?: boolean
  /** Milliseconds for which an answer counts as fresh. Default: until something changes the case. */
  staleTime?: number
}

/** Reads. The answer is shared by every component that asks the same; a superseded call is aborted. */
export function useCall<N extends CallName>(
  name: N,
  input: Input<N>,
  options: CallOptions = {},
): UseQueryResult<Output<N>, Problem> {
  return useQuery<Output<N>, Problem, Output<N>>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, signal),
    enabled: options.enabled ?? true,
    staleTime: options.staleTime ?? Number.POSITIVE_INFINITY,
    ...(options.keepPrevious && { placeholderData: keepPreviousData }),
  })
}

interface ActOptions<N extends CallName> {
  onDone?: (output: Output<N>, input: Input<N>) => void
  onProblem?: (problem: Problem) => void
  /** Calls whose answers this changes; `all` after the case itself changed. */
  changes?: CallName[] | 'all'
}

/** Does something once, when its `mutate(input)` is called. */
export function useAct<N extends CallName>(
  name: N,
  options: ActOptions<N> = {},
): UseMutationResult<Output<N>, Problem, Input<N>> {
  const queries = useQueryClient()
  return useMutation<Output<N>, Problem, Input<N>>({
    mutationFn: (input) => call(name, input),
    onSuccess: (output, input) => {
      if (options.changes) refresh(queries, options.changes)
      options.onDone?.(output, input)
    },
    onError: (problem) => options.onProblem?.(problem),
  })
}

/** Asks again for what may have changed. Answers about the program itself (`app.*`) stay. */
export function refresh(queries: QueryClient, what: CallName[] | 'all'): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey }) => {
      const name = String(queryKey[0])
      return what === 'all' ? !name.startsWith('app.') : what.some((one) => one === name)
    },
  })
}

/** Forgets everything about the case that was open. */
export function forgetCase(queries: QueryClient): void {
  queries.removeQueries({
    predicate: (query) => !String(query.queryKey[0]).startsWith('app.') && !query.isActive(),
  })
  refresh(queries, 'all')
}
