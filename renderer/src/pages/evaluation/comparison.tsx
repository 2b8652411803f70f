/** The protocols side by side, each number with what always-benign, always-alert, one feature and the gate alone reach. */
import { Select } from '@mantine/core'
import { BASELINE_NAMES, BaselineKind } from '../../../../preload/contract/baselines.ts'
import type { Metrics, ProtocolResult } from '../../../../preload/contract/evaluation.ts'
import { decimal, percent } from '../../../../preload/figures/format.ts'
import { setParams } from '../../app/routing.ts'
import { Panel } from '../../components/panel/panel.tsx'
import { Term } from '../../components/term/term.tsx'
import { protocolName } from '../../components/protocol-name.ts'
import { TableScroll } from '../../components/table-scroll/table-scroll.tsx'
import classes from './evaluation.module.css'
import { strategyOf } from './strategy.ts'

interface Line {
  name: string
  hint: string
  text: (metrics: Metrics) => string
}

const LINES: readonly Line[] = [
  {
    name: 'Macro F1',
    hint: 'Mean of the F1 of every class, each counting the same. Collapse shows here first.',
    text: (m) => percent(m.macro.f1),
  },
  {
    name: 'Weighted F1',
    hint: 'Mean of the F1 of every class by its rows. High when benign is frequent, whatever else is missed.',
    text: (m) => percent(m.weighted.f1),
  },
  { name: 'Accuracy', hint: 'Share of rows called right.', text: (m) => percent(m.accuracy) },
  {
    name: 'Balanced accuracy',
    hint: 'Mean recall of the classes.',
    text: (m) => percent(m.balancedAccuracy),
  },
  {
    name: 'MCC',
    hint: 'Matthews correlation: 0 is chance, 1 is perfect, over all classes.',
    text: (m) => decimal(m.mcc),
  },
  {
    name: 'Attack recall',
    hint: 'Share of attack rows that are called any attack.',
    text: (m) => percent(m.binary.recall),
  },
  {
    name: 'Attack precision',
    hint: 'Share of rows called an attack that are one.',
    text: (m) => percent(m.binary.precision),
  },
  {
    name: 'False-positive rate',
    hint: 'Share of benign rows called an attack.',
    text: (m) => percent(m.binary.falsePositiveRate, (m.binary.falsePositiveRate ?? 1) < 0.1 ? 2 : 1),
  },
  {
    name: 'ROC-AUC',
    hint: 'Chance that an attack scores above a benign row; 0.5 is a coin.',
    text: (m) => decimal(m.binary.rocAuc),
  },
  {
    name: 'PR-AUC',
    hint: 'Average precision over all thresholds. Only what it has above its floor was learned.',
    text: (m) => decimal(m.binary.prAuc),
  },
  {
    name: 'PR-AUC floor',
    hint: 'The PR-AUC of a coin: the share of attacks among the test rows.',
    text: (m) => decimal(m.binary.prevalence),
  },
  {
    name: 'Recall at FPR 1e-3',
    hint: 'Attacks found when one benign row in 1,000 may alarm; – when there are too few benign rows to tell.',
    text: (m) => percent(m.binary.recallAtFpr1e3),
  },
  {
    name: 'Recall at FPR 1e-4',
    hint: 'Attacks found when one benign row in 10,000 may alarm.',
    text: (m) => percent(m.binary.recallAtFpr1e4),
  },
]

const BASELINES = BaselineKind.options.map((kind) => ({ kind, name: BASELINE_NAMES[kind] }))

interface Column {
  key: string
  name: string
  metrics: Metrics
  hint?: string
  holds?: boolean
}

function columnsOf(protocol: ProtocolResult, wanted: string | null): Column[] {
  const strategy = strategyOf(protocol, wanted)
  const own = protocol.strategies.find((one) => one.strategy === strategy)
  const baselines = BASELINES.flatMap(({ kind, name }) => {
    const baseline = protocol.baselines.find((one) => one.kind === kind)
    return baseline
      ? [{ key: `${protocol.id} ${kind}`, name, metrics: baseline.metrics, hint: baseline.detail }]
      : []
  })
  if (!own) return baselines
  return [
    {
      key: `${protocol.id} model`,
      name: strategy === 'joint' ? 'this model' : `mixture ${strategy}`,
      metrics: own.metrics,
      holds: protocol.holds,
    },
    ...baselines,
  ]
}

export function Comparison({
  protocols,
  strategy,
}: {
  protocols: readonly ProtocolResult[]
  strategy: string | null
}) {
  const groups = protocols.map((protocol) => ({ protocol, columns: columnsOf(protocol, strategy) }))
  const columns = groups.flatMap((group) => group.columns)
  const gated = protocols.some(({ chosen }) => chosen !== 'joint')
  return (
    <Panel
      title="Numbers"
      note="of the test rows; baselines in gray"
      actions={gated && <GatingSelect value={strategy ?? protocols[0]?.chosen ?? null} />}
      flush
    >
      <TableScroll label="Numbers of every protocol and baseline">
        <table className={classes.table}>
          <thead>
            <tr>
              <th rowSpan={2} scope="col">
                Metric
              </th>
              {groups.map(({ protocol, columns: own }) => (
                <th key={protocol.id} colSpan={own.length} scope="colgroup" className={classes.group}>
                  {protocolName(protocol)}
                  {!protocol.holds && <em> does not hold</em>}
                </th>
              ))}
            </tr>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.key}
                  scope="col"
                  title={column.hint}
                  className={classes.baseline}
                  data-own={column.holds !== undefined}
                >
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {LINES.map((line) => (
              <tr key={line.name}>
                <th scope="row" aria-label={line.name}>
                  <Term name={line.name} hint={line.hint} position="right" />
                </th>
                {columns.map((column) => (
                  <td key={column.key} data-own={column.holds !== undefined} data-holds={column.holds}>
                    {line.text(column.metrics)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Panel>
  )
}

const GATINGS = [
  { value: 'top-1', label: 'Gating: top-1' },
  { value: 'top-k', label: 'Gating: top-k' },
  { value: 'threshold', label: 'Gating: threshold' },
]

/** For every number on the page. */
function GatingSelect({ value }: { value: string | null }) {
  return (
    <Select
      aria-label="Gating strategy"
      w={170}
      value={value}
      allowDeselect={false}
      data={GATINGS}
      onChange={(next) => setParams({ strategy: next })}
    />
  )
}
