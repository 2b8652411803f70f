/**
 * What the bundle for a machine with a graphics card runs: `main OUT [WORK …]`. Probes the engines, computes the conformance
 * matrix, times S1 and S2 on every engine that loads beside PyTorch on the card, and writes all of it into the folder OUT.
 * Each part is written as soon as it is known, so that a run that is cut short leaves what it had.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { candidates } from '../../main/engine/choice/candidates.ts'
import { probeEngines } from '../../main/engine/choice/choose.ts'
import { kernels } from '../../main/engine/trace/kernels.ts'
import { columnApart, type Column } from '../conformance/column.ts'
import { matrixText } from '../conformance/matrix.ts'
import { SUBJECTS } from '../conformance/subjects.ts'
import { CudaPeer } from './torch.ts'
import { works } from './works.ts'

const out = process.argv[2] ?? 'results'
const parts = process.argv.slice(3)
const wanted = (part: string) => parts.length === 0 || parts.includes(part)
mkdirSync(out, { recursive: true })
const keep = (name: string, what: unknown): void =>
  writeFileSync(
    join(out, name),
    typeof what === 'string' ? `${what}\n` : `${JSON.stringify(what, null, 2)}\n`,
  )

const engines = await probeEngines()
keep('engines.json', engines)
for (const { name, rate, largeRate, error, reason } of engines)
  console.log(`${name}: ${rate ?? '–'} rows/s, large ${largeRate ?? '–'}, error ${error ?? '–'}. ${reason}`)

if (wanted('conformance')) {
  const columns: Column[] = []
  for (const name of SUBJECTS) columns.push(await columnApart(name, process.env))
  keep('conformance.json', columns)
  keep('conformance.txt', matrixText(columns, Object.keys(kernels).sort()))
  console.log(matrixText(columns, Object.keys(kernels).sort()))
}

if (wanted('bench')) await bench()
process.exit()

async function bench(): Promise<void> {
  const figures: { work: string; engine: string; rowsPerSecond: number | null; trouble?: string }[] = []
  const tell = (figure: (typeof figures)[number]): void => {
    figures.push(figure)
    keep('bench.json', figures)
    const said = figure.rowsPerSecond?.toFixed(0) ?? `none (${figure.trouble})`
    console.log(`${figure.work}, rows/s on ${figure.engine}: ${said}`)
  }
  const here = engines.filter(({ loads, name }) => loads && name !== 'tfjs-cpu' && name !== 'onnxruntime-web')
  for (const work of works) {
    for (const { name } of here) tell({ work: work.name, engine: name, ...(await timed(work, name)) })
    if (work.peer) {
      const peer = new CudaPeer(join(import.meta.dirname, 'peers'), work.peer.script)
      const rates = [await peer.ask(work.peer.question), await peer.ask(work.peer.question)]
      const best = rates.includes(null) ? null : Math.max(...(rates as number[]))
      peer.end()
      tell({
        work: work.name,
        engine: 'PyTorch, CUDA',
        rowsPerSecond: best,
        ...(best === null && { trouble: peer.errors.split('\n').at(-1) ?? '' }),
      })
    }
  }
}

/** The better of two rounds, the first of which also compiles. */
async function timed(work: (typeof works)[number], name: string) {
  try {
    const engine = await candidates.find((one) => one.name === name)!.open()
    const rates = [await work.ours(engine), await work.ours(engine)]
    await engine.dispose()
    return { rowsPerSecond: Math.max(...rates) }
  } catch (error) {
    return { rowsPerSecond: null, trouble: String(error).split('\n')[0]! }
  }
}
