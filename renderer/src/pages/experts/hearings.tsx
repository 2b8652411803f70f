/** Test events with every voice: filtered by what they were, what they were called, and whether that was right. */
import { Button, SegmentedControl, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Hearing } from '../../../../preload/contract/experts.ts'
import { counted } from '../../../../preload/figures/format.ts'
import { setParams, useRoute } from '../../app/routing.ts'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { PagedGrid } from '../../components/paged-grid/paged-grid.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import type { Opened } from './evidence-card.tsx'
import classes from './experts.module.css'
import { gatingName, useGating } from './gating.ts'
import { columns, withoutVoices } from './hearing-columns.tsx'
import type { ProtocolProps } from './overview.tsx'
import { ONLY, useHearings } from './use-hearings.ts'

interface HearingsProps extends ProtocolProps {
  opened: Opened | null
  onOpen: (opened: Opened | null) => void
}

export function Hearings({ run, names, protocol, opened, onOpen }: HearingsProps) {
  const gating = useGating(protocol)
  const list = useHearings(run, protocol.id, gating)
  const open = (hearing: Hearing): void => onOpen({ run, protocol: protocol.id, gating, hearing })
  const shown = opened?.protocol === protocol.id ? opened.hearing.event : null
  return (
    <>
      <div className={classes.filters}>
        <ClassFilter param="truth" label="Labeled" names={names} />
        <ClassFilter param="predicted" label="Called" names={names} />
        <SegmentedControl
          aria-label="Which events"
          value={list.query.only}
          data={ONLY.map((one) => ({ ...one }))}
          onChange={(only) => setParams({ only: only === 'every' ? null : only })}
        />
        {protocol.strategies.length > 1 && (
          <Select
            aria-label="Gating"
            w={170}
            value={gating.strategy}
            allowDeselect={false}
            data={protocol.strategies.map(({ strategy, parameter }) => ({
              value: strategy,
              label: `Gating: ${gatingName(strategy === gating.strategy ? gating : { strategy, parameter })}`,
            }))}
            onChange={(strategy) => setParams({ strategy })}
          />
        )}
        <output className={classes.total}>{list.pending ? '' : counted(list.total, 'event')}</output>
      </div>
      {list.problem ? (
        <div className={classes.problem}>
          <ProblemAlert problem={list.problem} />
        </div>
      ) : (
        <div className={classes.grid}>
          <PagedGrid
            key={JSON.stringify(list.query)}
            label={
              protocol.experts.length === 1
                ? 'Test events and what they were called'
                : 'Test events and who spoke for them'
            }
            count={list.total}
            columns={protocol.experts.length === 1 ? withoutVoices : columns}
            at={list.at}
            rowKey={(row) => row.event}
            onLook={list.look}
            onOpen={open}
            openKey={shown}
            empty={list.pending ? null : <NoneFits />}
          />
        </div>
      )}
    </>
  )
}

interface ClassFilterProps {
  param: 'truth' | 'predicted'
  label: string
  names: readonly string[]
}

function ClassFilter({ param, label, names }: ClassFilterProps) {
  const value = useRoute().params.get(param)
  return (
    <Select
      aria-label={label}
      w={176}
      clearable
      placeholder={`${label}: any`}
      value={value}
      data={names.map((name) => ({ value: name, label: `${label}: ${name}` }))}
      onChange={(name) => setParams({ [param]: name, view: 'hearings' })}
    />
  )
}

function NoneFits() {
  const clear = (): void => setParams({ truth: null, predicted: null, only: null, view: 'hearings' })
  return (
    <EmptyState title="No test event fits">
      <Button variant="default" leftSection={<IconX size={14} />} onClick={clear}>
        Show every event
      </Button>
    </EmptyState>
  )
}
