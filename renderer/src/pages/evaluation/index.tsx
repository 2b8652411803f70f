/** Evaluation: does the result hold? Verdicts and ailments first, then every number beside its baselines. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Evaluation } from '../../../../preload/contract/evaluation.ts'
import { setParams, useRoute } from '../../app/routing.ts'
import { useCall } from '../../api/use-call.ts'
import { knowClasses } from '../../components/class-badge/colors.ts'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Page } from '../../components/page/page.tsx'
import { RunPicker, useRun, WithRun } from '../../components/run-picker/run-picker.tsx'
import { protocolName } from '../../components/protocol-name.ts'
import { Hypotheses } from '../../components/hypotheses/hypotheses.tsx'
import { Circularity } from './circularity.tsx'
import { type Cell, CellEvents } from './cell-events.tsx'
import { Comparison } from './comparison.tsx'
import { ConfusionPanel } from './confusion-panel.tsx'
import { CurvesPanel } from './curves-panel.tsx'
import classes from './evaluation.module.css'
import { PerClass } from './per-class.tsx'
import { Rows } from './rows.tsx'
import { strategyOf } from './strategy.ts'
import { Verdict } from './verdict.tsx'

export default function EvaluationPage() {
  const { run } = useRun()
  const [cell, setCell] = useState<Cell | null>(null)
  const aside = run &&
    cell && {
      title: `${cell.truthName} called ${cell.predictedName}, ${cell.protocol}`,
      body: <CellEvents key={JSON.stringify(cell)} run={run.id} cell={cell} />,
      onClose: () => setCell(null),
    }
  return (
    <Page title="Evaluation" actions={<RunPicker />} aside={aside}>
      <WithRun>{(one) => <OfRun key={one.id} run={one.id} onCell={setCell} />}</WithRun>
    </Page>
  )
}

function OfRun({ run, onCell }: { run: string; onCell: (cell: Cell) => void }) {
  const evaluation = useCall('evaluation.get', { run })
  return (
    <Loaded query={evaluation} lines={14}>
      {(data) => <Shown evaluation={data} onCell={onCell} />}
    </Loaded>
  )
}

function Shown({ evaluation, onCell }: { evaluation: Evaluation; onCell: (cell: Cell) => void }) {
  const { params } = useRoute()
  const { protocols, classes: names } = evaluation
  knowClasses(names)
  const [first] = protocols
  if (!first) return null
  const protocol = protocols.find(({ id }) => id === params.get('protocol')) ?? first
  const strategy = strategyOf(protocol, params.get('strategy'))
  return (
    <div className={classes.page}>
      <div className={classes.verdicts}>
        {protocols.map((one) => (
          <Verdict key={one.id} protocol={one} />
        ))}
      </div>
      <Comparison protocols={protocols} strategy={params.get('strategy')} />
      <CurvesPanel protocols={protocols} />
      {protocols.length > 1 && (
        <div className={classes.chooser}>
          <SegmentedControl
            aria-label="Protocol"
            value={protocol.id}
            data={protocols.map((one) => ({ value: one.id, label: protocolName(one) }))}
            onChange={(id) => setParams({ protocol: id })}
          />
        </div>
      )}
      {protocol.gate.hypotheses && <Hypotheses id={protocol.id} hypotheses={protocol.gate.hypotheses} />}
      <div className={classes.pair}>
        <ConfusionPanel names={names} protocol={protocol} strategy={strategy} onCell={onCell} />
        <div className={classes.stack}>
          <PerClass protocol={protocol} strategy={strategy} />
          <Rows protocol={protocol} names={names} />
        </div>
      </div>
      <Circularity run={evaluation.run} protocol={protocol.id} />
    </div>
  )
}
