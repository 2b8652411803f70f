/** The locked rules, each with the hashes that identify it and its labels. */
import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { isColumnRule, type LabelSet, type Rule } from '../../../../preload/contract/labeling.ts'
import { count } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Hash } from '../../components/hash/hash.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { TimeText } from '../../components/time-text/time-text.tsx'
import { ruleLine } from './rule-text.ts'

function columnsOf(onUse: ((rule: Rule) => void) | undefined): readonly ColumnSpec<LabelSet>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(90px, 1fr)',
      cell: (set) => set.name,
      sortBy: (set) => set.name,
      title: (set) => set.name,
    },
    {
      id: 'rule',
      header: 'Rule',
      width: 'minmax(110px, 2fr)',
      cell: (set) => ruleLine(set.rule),
      title: (set) => ruleLine(set.rule),
    },
    {
      id: 'labeled',
      header: 'Labeled',
      width: '66px',
      align: 'right',
      cell: (set) => count(set.labeling.labeled),
      sortBy: (set) => set.labeling.labeled,
    },
    {
      id: 'at',
      header: 'Locked',
      width: '110px',
      cell: (set) => <TimeText micros={set.createdAt} precision="minute" />,
      sortBy: (set) => set.createdAt,
    },
    {
      id: 'rulehash',
      header: 'Rule hash',
      width: '76px',
      cell: (set) => <Hash value={set.ruleHash} label="rule" length={8} />,
    },
    {
      id: 'labelshash',
      header: 'Labels hash',
      width: '76px',
      cell: (set) => <Hash value={set.labelsHash} label="labels" length={8} />,
    },
    {
      id: 'use',
      header: 'Use',
      width: '72px',
      cell: ({ name, rule }) =>
        onUse &&
        !isColumnRule(rule) && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={`Use the rule of ${name}`}
            onClick={() => onUse(rule)}
          >
            Edit
          </Button>
        ),
    },
  ]
}

export function LabelSets({ onUse }: { onUse?: (rule: Rule) => void }) {
  const sets = useCall('labeling.list', {})
  // Only `set-state`s come in here: the columns may stay as they were made first.
  const columns = useMemo(() => columnsOf(onUse), [onUse])
  return (
    <Panel title="Label sets" note="ready for experiments" flush>
      <Loaded query={sets}>
        {(list) => (
          <DataTable
            label="Label sets"
            rows={list}
            columns={columns}
            rowKey={(set) => set.id}
            maxHeight={300}
            empty="None yet: lock a rule when it labels what it should, or the labels of a column"
          />
        )}
      </Loaded>
    </Panel>
  )
}
