/** Labels from alerts: move the window, see at once what it catches, and lock the rule when it is right; or from a column. */
import { Loader, Tabs } from '@mantine/core'
import { IconTags } from '@tabler/icons-react'
import { count } from '../../../../preload/figures/format.ts'
import { useState } from 'react'
import type { Labeling } from '../../../../preload/contract/labeling.ts'
import { useCall } from '../../api/use-call.ts'
import { go, setParams, useRoute } from '../../app/routing.ts'
import { useShortcuts } from '../../app/shortcuts/use-shortcuts.ts'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { Page } from '../../components/page/page.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import { ProblemAlert } from '../../components/problem-alert/problem-alert.tsx'
import { AlertStrips } from './alert-strips.tsx'
import { ClassBars } from './class-bars.tsx'
import { ColumnLabels, useLabelColumns } from './column-labels.tsx'
import { Clocks } from './clocks.tsx'
import { Entities } from './entities.tsx'
import { LabelSets } from './label-sets.tsx'
import classes from './labeling.module.css'
import { LockButton } from './lock-button.tsx'
import { Outcome } from './outcome.tsx'
import { RuleForm } from './rule-form.tsx'
import { Searches } from './searches.tsx'
import { Suspects } from './suspects.tsx'
import { SweepPanel } from './sweep-panel.tsx'
import { usePreview } from './use-preview.ts'
import { useRule } from './use-rule.ts'
import { useTruth } from './use-truth.ts'

export default function LabelingPage() {
  const summary = useCall('cases.current', {}).data
  const ready = (summary?.events ?? 0) > 0 && (summary?.alerts ?? 0) > 0
  if (!summary) return null
  if (summary.events === 0) return <NotYet missing="A capture" />
  if (!ready) return <WithoutAlerts />
  return <Workbench path={summary.path} events={summary.events} />
}

const VIEWS = {
  outcome: 'Outcome',
  sweep: 'Window sizes',
  accounts: 'Accounts',
  searches: 'Alert rules',
  suspects: 'Suspects',
  clocks: 'Clocks',
} as const
type View = keyof typeof VIEWS

function Workbench({ path, events }: { path: string; events: number }) {
  const [rule, setRule] = useRule(path)
  const truth = useTruth(path)
  const [view, setView] = useView()
  const [reason, setReason] = useState<keyof Labeling['unmatchedBy'] | null>(null)
  const preview = usePreview(rule)
  const labeling = preview.data?.labeling
  const note =
    preview.data &&
    `labels of this rule computed in ${Math.max(1, Math.round(preview.data.milliseconds))} ms; nothing is stored yet`
  return (
    <Page
      title="Labeling"
      note={note}
      actions={<LockButton rule={rule} disabled={!labeling || labeling.labeled === 0} />}
    >
      <div className={classes.columns}>
        <RuleForm rule={rule} onChange={setRule} />
        <div className={classes.results}>
          {preview.error && <ProblemAlert problem={preview.error} onRetry={() => void preview.refetch()} />}
          {!labeling && !preview.error && <Waiting events={events} />}
          {labeling && (
            <div className={classes.outcome} data-stale={preview.isPlaceholderData}>
              <Outcome labeling={labeling} />
            </div>
          )}
          <Tabs value={view} onChange={(next) => setView(next as View)} keepMounted={false}>
            <Tabs.List>
              {Object.entries(VIEWS).map(([value, title]) => (
                <Tabs.Tab key={value} value={value}>
                  {title}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="outcome" className={classes.view}>
              {labeling && <ClassBars labeling={labeling} reason={reason} onReason={setReason} />}
              <AlertStrips rule={rule} reason={reason} onReason={setReason} />
              <LabelSets onUse={setRule} />
              <ColumnLabels columns={useLabelColumns() ?? []} />
            </Tabs.Panel>
            <Tabs.Panel value="sweep" className={classes.view}>
              <SweepPanel rule={rule} onChange={setRule} truth={truth} />
            </Tabs.Panel>
            <Tabs.Panel value="accounts" className={classes.view}>
              <Entities rule={rule} />
            </Tabs.Panel>
            <Tabs.Panel value="searches" className={classes.view}>
              <Searches rule={rule} truth={truth} />
            </Tabs.Panel>
            <Tabs.Panel value="suspects" className={classes.view}>
              <Suspects rule={rule} onChange={setRule} />
            </Tabs.Panel>
            <Tabs.Panel value="clocks" className={classes.view}>
              <Clocks rule={rule} onChange={setRule} />
            </Tabs.Panel>
          </Tabs>
        </div>
      </div>
    </Page>
  )
}

/** Until the first answer: the events of a large case are brought into order once, after which every rule is answered at once. */
function Waiting({ events }: { events: number }) {
  return (
    <Panel>
      <output className={classes.waiting}>
        <Loader size="sm" aria-hidden />
        Bringing {count(events)} events into order by account and time
      </output>
    </Panel>
  )
}

/** Which view is open: part of the address, and a digit away. */
function useView(): [View, (view: View) => void] {
  const asked = useRoute().params.get('view')
  const names = Object.keys(VIEWS) as View[]
  const view = names.find((name) => name === asked) ?? 'outcome'
  const show = (next: View): void => setParams({ view: next === 'outcome' ? null : next })
  useShortcuts(
    names.map((name, i) => ({
      keys: String(i + 1),
      label: VIEWS[name],
      group: 'Labeling',
      run: () => show(name),
    })),
  )
  return [view, show]
}

/** No alerts: what is left are labels that the captures carry themselves, if any does. */
function WithoutAlerts() {
  const columns = useLabelColumns()
  if (!columns) return null
  if (columns.length === 0) return <NotYet missing="An alert export" />
  return (
    <Page title="Labeling" note="no alerts yet; import them to label by user and time window">
      <div className={classes.results}>
        <ColumnLabels columns={columns} />
        <LabelSets />
      </div>
    </Page>
  )
}

function NotYet({ missing }: { missing: string }) {
  return (
    <Page title="Labeling">
      <EmptyState
        icon={IconTags}
        title={`${missing} is missing`}
        action={{ label: 'Add evidence', run: () => go('evidence') }}
      >
        Labeling lays the alerts over the events: it needs both a capture and the export of its alerts.
      </EmptyState>
    </Page>
  )
}
