/** The gating threshold, moved by hand: who speaks, and what that does to the result, at once. */
import { Button, Slider } from '@mantine/core'
import { useState } from 'react'
import { sweepFigure } from '../../../../preload/figures/gate.ts'
import { count, decimal, percent } from '../../../../preload/figures/format.ts'
import type { Output } from '../../api/client.ts'
import { useCall } from '../../api/use-call.ts'
import { setParams } from '../../app/routing.ts'
import { ClassBadge } from '../../components/class-badge/class-badge.tsx'
import { classColor } from '../../components/class-badge/colors.ts'
import { Figure } from '../../components/figure/figure.tsx'
import { Loaded } from '../../components/loaded/loaded.tsx'
import { Panel } from '../../components/panel/panel.tsx'
import classes from './experts.module.css'
import { configuredThreshold, useThreshold } from './gating.ts'
import type { ProtocolProps } from './overview.tsx'
import { StrategyTable } from './strategy-table.tsx'

const MARKS = [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: String(value) }))

export function ThresholdPanel({ run, names, protocol }: ProtocolProps) {
  const kept = useThreshold(protocol)
  const configured = configuredThreshold(protocol)
  const [threshold, setThreshold] = useState(kept)
  const at = useCall('experts.at', { run, protocol: protocol.id, threshold }, { keepPrevious: true })
  const settle = (value: number): void => {
    setThreshold(value)
    setParams({ threshold: value === configured ? null : value })
  }
  const back = threshold !== configured && (
    <Button size="compact-xs" variant="default" onClick={() => settle(configured)}>
      Back to {decimal(configured, 2)}
    </Button>
  )
  return (
    <Panel
      title="Gating"
      note="every expert whose gate weight exceeds the threshold speaks"
      actions={back}
      flush
    >
      <div className={classes.threshold}>
        <div className={classes.live}>
          <div className={classes.sliderHead}>
            <span id="gating-threshold">Threshold</span>
            <output>{decimal(threshold, 2)}</output>
          </div>
          <Slider
            size="sm"
            min={0}
            max={1}
            step={0.01}
            value={threshold}
            label={null}
            marks={MARKS}
            onChange={setThreshold}
            onChangeEnd={settle}
            thumbProps={{ 'aria-labelledby': 'gating-threshold', 'aria-valuetext': decimal(threshold, 2) }}
            classNames={{ root: classes.slider ?? '', markLabel: classes.markLabel ?? '' }}
          />
          <Loaded query={at} lines={6}>
            {(data) => (
              <div className={classes.effect} data-stale={at.isPlaceholderData}>
                <Speaking at={data} names={names} rows={protocol.test.rows} />
              </div>
            )}
          </Loaded>
        </div>
        <Figure
          label={`Metrics of ${protocol.id} by gating threshold`}
          of={`${protocol.id} ${threshold}`}
          minHeight={250}
          draw={({ width }) => sweepFigure(protocol.gate.sweep, { width, threshold, experts: names.length })}
        />
      </div>
      <StrategyTable
        protocol={protocol}
        live={at.data ?? null}
        threshold={threshold}
        stale={at.isPlaceholderData}
      />
    </Panel>
  )
}

interface SpeakingProps {
  at: Output<'experts.at'>
  names: readonly string[]
  rows: number
}

/** How often each expert speaks at this threshold. */
function Speaking({ at, names, rows }: SpeakingProps) {
  return (
    <>
      <p className={classes.active}>
        <strong>{decimal(at.meanActive, 2)}</strong> of {names.length} experts speak per event.{' '}
        {at.silent > 0
          ? `On ${count(at.silent)} events (${percent(rows === 0 ? null : at.silent / rows)}) none passes: there the gate's first speaks alone.`
          : 'On every event at least one passes.'}
      </p>
      <ul className={classes.speaking} aria-label="Share of events on which each expert speaks">
        {names.map((name, e) => (
          <li key={name}>
            <ClassBadge name={name} quiet />
            <span className={classes.track} aria-hidden>
              <span
                className={classes.fill}
                style={{ width: `${(at.load[e] ?? 0) * 100}%`, background: classColor(name) }}
              />
            </span>
            <span>{percent(at.load[e] ?? null)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
