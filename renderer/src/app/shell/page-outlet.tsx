/** Shows the page of the address; one that needs a case says so when there is none. */
import type { UseQueryResult } from '@tanstack/react-query'
import { IconFolderOpen } from '@tabler/icons-react'
import { Suspense } from 'react'
import type { CaseSummary } from '../../../../preload/contract/case.ts'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { pages } from '../../pages/registry.tsx'
import { go, useRoute } from '../routing.ts'
import { Guard } from './guard.tsx'

export function PageOutlet({ summary }: { summary: UseQueryResult<CaseSummary | null> }) {
  const { page } = useRoute()
  const spec = pages.find((one) => one.id === page)
  if (!spec) {
    return (
      <EmptyState
        title={`There is no page called ${page}`}
        action={{ label: 'Go to Case', run: () => go('case') }}
      />
    )
  }
  if (spec.needsCase && summary.isPending) return null
  if (spec.needsCase && summary.data === null) {
    return (
      <EmptyState
        icon={IconFolderOpen}
        title="No case is open"
        action={{ label: 'Open or create a case', run: () => go('case') }}
      >
        {spec.title} works on a case: one file that holds evidence, labels, models and reports.
      </EmptyState>
    )
  }
  const Body = spec.component
  return (
    <Guard key={`${page} ${summary.data?.path ?? ''}`}>
      <Suspense fallback={null}>
        <Body />
      </Suspense>
    </Guard>
  )
}
