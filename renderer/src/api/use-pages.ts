/** Rows of a list too long to fetch: pages come as they are looked at, and calls for pages passed by are aborted. */
import { useDebouncedValue } from '@mantine/hooks'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type CallName, type Input, type Output } from './client.ts'

export interface PagesInput<N extends CallName, R> {
  name: N
  inputOf: (offset: number, limit: number) => Input<N>
  rowsOf: (output: Output<N>) => readonly R[]
  limit: number
  /** Rows there are; no page beyond is asked for. */
  count: number
}
export interface Pages<R> {
  at: (index: number) => R | undefined
  /** To be told which rows are in sight. */
  look: (first: number, last: number) => void
}

/** Fast scrolling passes over pages: only where it rests for this long is fetched. */
const REST_MS = 40

export function usePages<N extends CallName, R>(pages: PagesInput<N, R>): Pages<R> {
  const { name, inputOf, rowsOf, limit, count } = pages
  const [now, setNow] = useState({ first: 0, last: 0 })
  const [range] = useDebouncedValue(now, REST_MS)
  const from = Math.floor(range.first / limit)
  const to = Math.floor(Math.min(range.last, Math.max(0, count - 1)) / limit)
  const numbers =
    count > 0 ? Array.from({ length: Math.max(1, to - from + 1) }, (_, index) => from + index) : []
  const found = useQueries({
    queries: numbers.map((page) => {
      const input = inputOf(page * limit, limit)
      return {
        queryKey: [name, input] as readonly unknown[],
        queryFn: ({ signal }: { signal: AbortSignal }) => call(name, input, signal),
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 60_000,
      }
    }),
    combine: (results) => results.map((result) => result.data),
  })
  const at = (index: number): R | undefined => {
    const output = found[Math.floor(index / limit) - from]
    return output === undefined ? undefined : rowsOf(output)[index % limit]
  }
  const look = (first: number, last: number): void => {
    if (first !== now.first || last !== now.last) setNow({ first, last })
  }
  return { at, look }
}
