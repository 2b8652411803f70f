/** Which run a page is about, kept in the address as `run`; the newest by default. */
import { Select } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { RunSummary } from '../../../../preload/contract/experiment.ts'
import { go, setParams, useRoute } from '../../app/routing.ts'
import { useCall } from '../../api/use-call.ts'
import { timeText } from '../../time/format.ts'
import { useZones } from '../../time/zone.ts'
import { EmptyState } from '../empty-state/empty-state.tsx'
import { Loaded } from '../loaded/loaded.tsx'
import { Skeletons } from '../loaded/skeletons.tsx'

/** The run of the address, else the newest; null while loading and when there is none. */
export function useRun(): { run: RunSummary | null; runs: readonly RunSummary[]; pending: boolean } {
  const wanted = useRoute().params.get('run')
  const { data, isPending, isFetching } = useCall('experiments.list', {})
  // The case lists them in the order they were made.
  const runs = data?.toReversed() ?? []
  const found = runs.find(({ id }) => id === wanted)
  // A run that has just ended may not be in the list yet: another in its place would be taken for it.
  const coming = wanted !== null && !found && isFetching
  return { run: found ?? (coming ? null : (runs[0] ?? null)), runs, pending: isPending || coming }
}

export function RunPicker() {
  const { run, runs } = useRun()
  const zones = useZones()
  if (!run) return null
  const text = (one: RunSummary): string =>
    `${one.name} · ${timeText(one.createdAt, zones.of(undefined), 's')} · seed ${one.seed}`
  return (
    <Select
      aria-label="Run"
      w={330}
      value={run.id}
      allowDeselect={false}
      data={runs.map((one) => ({ value: one.id, label: text(one) }))}
      onChange={(id) => id && setParams({ run: id })}
    />
  )
}

/** Draws its children for the chosen run, or says that there is none yet. */
export function WithRun({ children }: { children: (run: RunSummary) => ReactNode }) {
  const list = useCall('experiments.list', {})
  const { run, pending } = useRun()
  return (
    <Loaded query={list} lines={8}>
      {() =>
        run ? (
          children(run)
        ) : pending ? (
          <Skeletons lines={8} />
        ) : (
          <EmptyState
            icon={IconFlask}
            title="No run yet"
            action={{ label: 'Go to Experiments', run: () => go('experiments') }}
          >
            Train a mixture of experts on a label set first; its results are shown here.
          </EmptyState>
        )
      }
    </Loaded>
  )
}
