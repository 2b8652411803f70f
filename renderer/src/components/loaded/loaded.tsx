/** The three states of an answer in one place: on its way, failed, here. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemAlert } from '../problem-alert/problem-alert.tsx'
import { Skeletons } from './skeletons.tsx'

interface LoadedProps<T> {
  query: UseQueryResult<T>
  /** Rows of gray while nothing is here yet; the place keeps its size, so nothing jumps. */
  lines?: number
  children: (data: T) => ReactNode
}

export function Loaded<T>({ query, lines = 3, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
  return <Skeletons lines={lines} />
}
