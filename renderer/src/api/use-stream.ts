/** Calls that answer bit by bit: the newest message while it goes on, the last one kept as other answers are. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Problem } from '../../../preload/contract/problem.ts'
import { procedureOf, type CallName, type Input, type Output } from './client.ts'
import { problemOf } from './problem.ts'

/** Calls that answer with a stream. */
export type StreamName = {
  [N in CallName]: Output<N> extends AsyncIterable<unknown> ? N : never
}[CallName]
export type Message<N extends StreamName> = Output<N> extends AsyncIterable<infer M> ? M : never

export interface Stream<M> {
  /** The last message of all, once it is here. */
  last: M | null
  /** The newest so far. */
  newest: M | null
  problem: Problem | null
  going: boolean
  /** It was told to stop before its end. */
  stopped: boolean
  stop: () => void
  /** Begins again after a stop. */
  resume: () => void
}

/** @param input a changed one ends the stream and begins another */
export function useStream<N extends StreamName>(
  name: N,
  input: Input<N>,
  { enabled = true }: { enabled?: boolean } = {},
): Stream<Message<N>> {
  const queries = useQueryClient()
  const queryKey = [name, input] as const
  const pointKey = ['point', ...queryKey] as const
  const whole = useQuery<Message<N>, Problem>({
    queryKey,
    queryFn: ({ signal }) => follow(name, input, signal, (point) => queries.setQueryData(pointKey, point)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    enabled,
  })
  const point = useQuery<Message<N> | null>({ queryKey: pointKey, queryFn: () => null, enabled: false })
  const last = whole.data ?? null
  const going = whole.fetchStatus === 'fetching'
  return {
    last,
    newest: last ?? point.data ?? null,
    problem: whole.error,
    going,
    stopped: enabled && last === null && whole.error === null && !going,
    stop: () => void queries.cancelQueries({ queryKey, exact: true }),
    resume: () => void whole.refetch(),
  }
}

async function follow<N extends StreamName>(
  name: N,
  input: Input<N>,
  signal: AbortSignal,
  tell: (message: Message<N>) => void,
): Promise<Message<N>> {
  try {
    let last: unknown
    for await (const message of (await procedureOf(name)(input, { signal })) as AsyncIterable<unknown>) {
      last = message
      tell(last as Message<N>)
    }
    return last as Message<N>
  } catch (error) {
    throw problemOf(error)
  }
}
