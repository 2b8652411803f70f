/** Alert rules as labeling functions: what each covers, where others say the same or something else, and who is right. */
import { isColumnRule, type Rule } from '../../../../preload/contract/labeling.ts'
import type { ClassMeeting, LabelSearch } from '../../../../preload/contract/labeling-tables.ts'
import type { SearchAgreement } from '../../../../preload/contract/suspects.ts'
import { count, percent } from '../../../../preload/figures/format.ts'
import { useCall } from '../../api/use-call.ts'
import type { ColumnSpec } from '../../components/data-table/columns.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { classColumn, numberColumn, textColumn } from './suspect-columns.tsx'
import { useSettled } from './use-preview.ts'
import type { TruthState } from './use-truth.ts'

const part = (some: number, all: number): number | null => (all > 0 ? some / all : null)

/** A search with what trees that did not see its events think of their labels, where they were asked. */
type Search = LabelSearch & { agreement?: SearchAgreement | undefined }

function shareColumn(id: string, header: string, width: string, of: (one: Search) => number | null) {
  return { id, header, width, align: 'right' as const, cell: (one: Search) => percent(of(one)), sortBy: of }
}

function columnsOf(truth: boolean, model: boolean): readonly ColumnSpec<Search>[] {
  const all: ColumnSpec<Search>[] = [
    textColumn('name', 'Search', 'minmax(140px, 2.4fr)', (one) => one.name),
    {
      ...classColumn('class', 'Class', (one: Search) => one.classes[0] ?? ''),
      title: (one) => one.classes.join(', '),
    },
    numberColumn('alerts', 'Alerts', '64px', (one) => one.alerts),
    numberColumn('idle', 'Idle', '56px', (one) => one.alerts - one.matched),
    numberColumn('covered', 'Covers', '76px', (one) => one.covered),
    shareColumn('overlap', 'Overlap', '76px', (one) => part(one.overlap, one.covered)),
    shareColumn('conflict', 'Conflict', '76px', (one) => part(one.conflict, one.covered)),
  ]
  if (truth) all.push(shareColumn('right', 'Right', '72px', (one) => part(one.right, one.known)))
  if (model)
    all.push(
      shareColumn('agree', 'Trees agree', '96px', ({ agreement }) =>
        part(agreement?.agree ?? 0, agreement?.events ?? 0),
      ),
    )
  return all
}

const PAIRS: readonly ColumnSpec<ClassMeeting>[] = [
  classColumn('a', 'Class', (one) => one.a),
  classColumn('b', 'and class', (one) => one.b),
  numberColumn('events', 'hold the same events', '160px', (one) => one.events),
]

export function Searches({ rule, truth }: { rule: Rule; truth: TruthState }) {
  const settled = useSettled(rule, 120)
  const searches = useCall(
    'labeling.searches',
    { rule: settled, truth: truth.choice },
    { keepPrevious: true },
  )
  const set = useCall('labeling.list', {}).data?.findLast(({ rule: own }) => !isColumnRule(own))
  const agreement = useCall('suspects.searches', { labelSet: set?.id ?? '' }, { enabled: set !== undefined })
  const agreed = new Map(agreement.data?.map((one) => [one.name, one]))
  const meetings = useCall('labeling.meetings', { rule: settled }, { keepPrevious: true })
  return (
    <>
      <Panel
        title="Alert rules"
        note={`overlap: another covers them too; conflict: of another class; ${agreementNote(set !== undefined, agreed.size > 0)}`}
        flush
      >
        <Loaded query={searches}>
          {({ rows }) => (
            <DataTable
              label="Alert rules"
              rows={rows.map((row) => ({ ...row, agreement: agreed.get(row.name) }))}
              columns={columnsOf(truth.choice !== null, agreed.size > 0)}
              rowKey={(one) => one.name}
              maxHeight={420}
              empty="No alerts"
            />
          )}
        </Loaded>
      </Panel>
      <Panel
        title="Conflicts"
        note={meetings.data && `${count(meetings.data.total)} pairs of classes meet`}
        flush
      >
        <Loaded query={meetings}>
          {({ rows }) => (
            <DataTable
              label="Conflicts"
              rows={rows}
              columns={PAIRS}
              rowKey={(one) => `${one.a} ${one.b}`}
              maxHeight={280}
              empty="No event lies in windows of two classes"
            />
          )}
        </Loaded>
      </Panel>
    </>
  )
}

/** Where the column of the trees comes from, or how to get it. */
function agreementNote(locked: boolean, asked: boolean): string {
  if (asked) return 'trees: those of Suspects, on events that they did not see'
  return locked
    ? 'look for wrong labels under Suspects to see what trees think'
    : 'lock a rule to let trees judge its labels'
}
