/** Progress of one task on stderr: a bar that redraws itself on a terminal, a few plain lines elsewhere. */
import { createMeter, type Step } from '../../jobs/progress.ts'
import { visible } from '../../../preload/figures/visible.ts'
import type { JobProgress } from '../../../preload/contract/jobs.ts'
import { seconds } from './durations.ts'

const BAR = 24
const LINE_MS = 2000

export interface ProgressBar {
  report: (step: Step) => void
  /** Clears the bar; nothing is drawn after it. */
  done(): void
}

export function createBar(title: string, out: NodeJS.WriteStream = process.stderr): ProgressBar {
  const draw = out.isTTY ? redraw(visible(title), out) : lines(visible(title), out)
  const meter = createMeter(draw)
  return {
    report: meter.report,
    done() {
      meter.flush()
      if (out.isTTY) out.write('\r\x1b[K')
    },
  }
}

function redraw(title: string, out: NodeJS.WriteStream): (progress: JobProgress) => void {
  return (progress) => {
    const filled = Math.round(BAR * (progress.fraction ?? 0))
    const bar = progress.fraction === null ? '·'.repeat(BAR) : '━'.repeat(filled) + ' '.repeat(BAR - filled)
    const text = `${title} ▕${bar}▏ ${percent(progress)}${eta(progress)}  ${visible(progress.step)}`
    out.write(`\r\x1b[K${text.slice(0, (out.columns || 100) - 1)}`)
  }
}

/** One line when the step changes, at most every two seconds: readable in a log. */
function lines(title: string, out: NodeJS.WriteStream): (progress: JobProgress) => void {
  let step = ''
  let written = -Infinity
  return (progress) => {
    const now = performance.now()
    if (progress.step === step || now - written < LINE_MS) return
    step = progress.step
    written = now
    out.write(`${title}: ${percent(progress)} ${visible(progress.step)}\n`)
  }
}

function percent({ fraction }: JobProgress): string {
  return fraction === null ? '  …' : `${String(Math.floor(fraction * 100)).padStart(3)}%`
}

function eta({ eta: left }: JobProgress): string {
  return left === null ? '' : `  ${seconds(left)} left`
}
