/**
 * Damaged captures and alert exports: cut off, spliced, bits flipped, NUL bytes, lone quotes, deep nesting, a long row, …, each
 * read by its reader in a process that is watched. Each must end in a clear Problem, or in rows that were all accounted for
 * (../input/checks.ts); one in 500 goes through a whole import into a case as well.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { MUTATIONS } from '../input/mutations.ts'
import { seeds } from '../input/seeds.ts'
import { watched } from '../input/watched.ts'
import { type FaultRow, type FaultSuite, triesOf } from '../rows.ts'

/** Tries for each reader. */
const TRIES = 1100
const FULL = 100_000
const MEMORY = '/dev/shm'

export const inputSuite: FaultSuite = {
  name: 'input',
  async run(say, extent) {
    const tries = triesOf(extent.full ? FULL : TRIES, extent)
    const [from, to] = [tries[0] ?? 0, (tries.at(-1) ?? -1) + 1]
    const readers = Object.keys(seeds()).filter((name) => name.includes(extent.only))
    const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'tribunal-input-'))
    const rows = new Map<string, FaultRow>()
    const waiting = [...readers]
    const work = async () => {
      for (let reader = waiting.shift(); reader !== undefined; reader = waiting.shift()) {
        const started = performance.now()
        const { findings, read, slowest } = await watched(reader, { from, to }, folder)
        const seconds = (performance.now() - started) / 1000
        say(
          `${reader}: ${to - from} in ${seconds.toFixed(1)} s, ${read} read, the others refused; slowest ${Math.round(slowest)} ms by the clock`,
        )
        for (const { i, wrong } of findings)
          say(`  ${reader}, try ${i} (${MUTATIONS[i % MUTATIONS.length]}): ${wrong}`)
        const lost = new Set(findings.map(({ i }) => i)).size
        const tried = to - from
        const [first] = findings
        rows.set(reader, {
          suite: 'input',
          fault: reader,
          tried,
          survived: tried - lost,
          lost,
          ...(first && {
            detail: `try ${first.i} (${MUTATIONS[first.i % MUTATIONS.length]}): ${first.wrong}`,
          }),
        })
      }
    }
    try {
      if (to > from) await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    return readers.map((name) => rows.get(name)!).filter(Boolean)
  },
}
