/** All window sizes at once: before across, after up; a click or the arrow keys take a window. */
import { useComputedColorScheme } from '@mantine/core'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import type { Sweep } from '../../../../preload/contract/labeling-sweep.ts'
import { duration } from '../../../../preload/figures/format.ts'
import { drawMap } from './draw-map.ts'
import { cellText, LAYERS, type LayerName } from './layers.ts'
import classes from './sweep.module.css'

interface HeatMapProps {
  sweep: Sweep
  /** The window of the rule; the sweep around it may still be on its way. */
  rule: { before: number; after: number }
  layer: LayerName
  onPick: (window: { before: number; after: number }) => void
}

export function HeatMap({ sweep, rule, layer, onPick }: HeatMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useComputedColorScheme('light')
  const [pointed, setPointed] = useState<number | null>(null)
  const wide = sweep.after.length
  const high = sweep.before.length
  const cell = pointed !== null && pointed < wide * high ? pointed : sweep.here
  const suggested = sweep.suggestion?.cell ?? null
  useEffect(() => {
    if (canvas.current) drawMap(canvas.current, sweep, layer, { here: sweep.here, suggested, pointed })
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the map's colors come from the style sheet and change with the scheme
  }, [sweep, layer, scheme, suggested, pointed])

  const windowAt = (at: number) => ({
    before: sweep.before[Math.floor(at / wide)]!,
    after: sweep.after[at % wide]!,
  })
  const cellUnder = (event: MouseEvent): number => {
    const box = event.currentTarget.getBoundingClientRect()
    const b = Math.floor(((event.clientX - box.left) / box.width) * high)
    const a = Math.floor((1 - (event.clientY - box.top) / box.height) * wide)
    return Math.max(0, Math.min(high - 1, b)) * wide + Math.max(0, Math.min(wide - 1, a))
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? 5 : 1
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    const b = Math.max(0, Math.min(high - 1, Math.floor(hereOf(sweep, rule) / wide) + move[0]))
    const a = Math.max(0, Math.min(wide - 1, (hereOf(sweep, rule) % wide) + move[1]))
    onPick(windowAt(b * wide + a))
  }
  const { before, after } = windowAt(cell)
  const said = `−${duration(before)} to +${duration(after)}: ${cellText(sweep, cell)}`
  return (
    <div className={classes.map}>
      <div className={classes.plot}>
        <span className={classes.upLabel}>after →</span>
        <Ticks lengths={sweep.after} up />
        <button
          type="button"
          className={classes.canvas}
          aria-label={`Window sizes by ${LAYERS[layer].hint}. Arrow keys change the window.`}
          onKeyDown={onKey}
          onMouseMove={(event) => setPointed(cellUnder(event))}
          onMouseLeave={() => setPointed(null)}
          // Enter and the space bar point at no cell.
          onClick={(event) => event.detail > 0 && onPick(windowAt(cellUnder(event)))}
        >
          <canvas ref={canvas} aria-hidden="true" />
        </button>
      </div>
      <Ticks lengths={sweep.before} />
      <Scale good={LAYERS[layer].good} />
      <output className={classes.readout} aria-live="polite">
        {said}
      </output>
    </div>
  )
}

/** The cell of a rule: each step goes on from the last one, whose sweep may not be here yet. */
function hereOf({ before, after, here }: Sweep, rule: { before: number; after: number }): number {
  const [b, a] = [before.indexOf(rule.before), after.indexOf(rule.after)]
  return b < 0 || a < 0 ? here : b * after.length + a
}

const TICKS = [0, 10e6, 60e6, 600e6, 3600e6]

/** What the shades mean: the map draws square roots, so that a few percent can be seen. */
function Scale({ good }: { good: boolean }) {
  return (
    <div className={classes.scale} data-good={good} aria-hidden="true">
      <span className={classes.shades} />
      {[0, 1, 10, 50, 100].map((share) => (
        <span key={share} className={classes.share} style={{ left: `${Math.sqrt(share / 100) * 100}%` }}>
          {share} %
        </span>
      ))}
    </div>
  )
}

/** A few lengths under the map, or up its side, where they are. */
function Ticks({ lengths, up = false }: { lengths: readonly number[]; up?: boolean }) {
  const places = TICKS.flatMap((wanted) => {
    const at = lengths.findIndex((length) => length >= wanted)
    return at < 0 ? [] : [{ wanted, at }]
  })
  return (
    <div className={up ? classes.upTicks : classes.ticks} aria-hidden="true">
      {places.map(({ wanted, at }) => (
        <span key={wanted} style={{ [up ? 'bottom' : 'left']: `${((at + 0.5) / lengths.length) * 100}%` }}>
          {wanted === 0 ? '0' : duration(wanted)}
        </span>
      ))}
      {!up && <span className={classes.acrossLabel}>before →</span>}
    </div>
  )
}
