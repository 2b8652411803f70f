/** XGBoost's histogram method beside us, in Debian's Python. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Flows } from './flows.ts'
import { PYTHON, pythonHas } from './torch-peer.ts'

const SCRIPT = join(import.meta.dirname, 'peers', 'xgboost_flows.py')

/** Time of training alone, and the classes of the held-out rows; null when Debian's Python cannot import XGBoost. */
export function xgboostOn(flows: Flows, threads: number): { ms: number; predicted: Uint8Array } | null {
  if (!pythonHas('xgboost', 'sklearn')) return null
  const folder = mkdtempSync(join(tmpdir(), 'tribunal-bench-'))
  try {
    for (const name of ['train', 'test'] as const) {
      const { x, labels } = flows[name]
      writeFileSync(join(folder, `${name}.f32`), new Uint8Array(x.data.buffer))
      writeFileSync(join(folder, `${name}.u8`), labels)
    }
    const input = [SCRIPT, folder, String(flows.train.x.columns), String(threads)]
    const done = spawnSync(PYTHON, input, { encoding: 'utf8', maxBuffer: 2 ** 26 })
    if (done.status !== 0) throw new Error(done.stderr)
    const answer = JSON.parse(done.stdout) as { milliseconds: number; predicted: number[] }
    return { ms: answer.milliseconds, predicted: Uint8Array.from(answer.predicted) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
