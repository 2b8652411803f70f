/**
 * A disk that fills up at seeded moments of an import: the case file may not grow beyond a number of pages, or (where there is a
 * shell to set the limit) no file of the process beyond a number of blocks, journal included. The import must fail with a
 * Problem, and the case must open with what it held before.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { importCapture } from '../../../main/capture/import.ts'
import { createCase, openCase } from '../../../main/case/case-file.ts'
import { checkCustody } from '../../../main/case/custody.ts'
import { listSources } from '../../../main/case/evidence/sources.ts'
import { random } from '../../../main/engine/random.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { type FaultSuite, Tally } from '../rows.ts'

const MOMENTS = 20
const ROWS = 100_000
const PAGE = 8192
const bin = resolve(import.meta.dirname, '../../../main/faces/terminal/bin.ts')
const quiet = () => ({ progress: () => {}, signal: new AbortController().signal })

function capture(path: string, rows: number, seed: number): void {
  const draw = random(seed)
  const lines = Array.from({ length: rows }, (_, i) => {
    const time = new Date(1_770_000_000_000 + i * 900).toISOString()
    return `${time},HOST-${i % 7},user${i % 40},${draw()},"said ${draw()}"`
  })
  writeFileSync(path, `TimeCreated,Computer,User,Share,Message\n${lines.join('\n')}\n`)
}

/** What is wrong with a case after an import that could not be finished; null: nothing. */
function after(path: string): string | null {
  const c = openCase(path)
  try {
    const sources = listSources(c)
    if (sources.length !== 1 || sources[0]!.accepted !== 500) return `${sources.length} sources`
    return checkCustody(c).intact ? null : 'the custody chain is broken'
  } finally {
    c.close()
  }
}

async function pagesRunOut(path: string, large: string, pages: number): Promise<string | null> {
  const c = openCase(path)
  try {
    c.db.pragma(`max_page_count = ${pages}`)
    await importCapture(c, { path: large }, quiet())
    return 'the import was finished, though there was no room'
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'disk-full') return String(error)
  } finally {
    c.close()
  }
  return after(path)
}

function writesFail(path: string, large: string, blocks: number): string | null {
  const command = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`
  const done = spawnSync('sh', ['-c', command, process.execPath, bin, 'import', path, large, '--json'], {
    encoding: 'utf8',
  })
  if (done.status === 0) return 'the import was finished, though there was no room'
  if (done.signal !== null) return `ended by ${done.signal}`
  return after(path)
}

export const diskSuite: FaultSuite = {
  name: 'disk',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'tribunal-disk-'))
    const at = (name: string) => join(folder, name)
    try {
      capture(at('small.csv'), 500, 1)
      capture(at('large.csv'), ROWS, 2)
      const c = createCase(at('base.tribunal'))
      await importCapture(c, { path: at('small.csv') }, quiet())
      c.close()
      const before = statSync(at('base.tribunal')).size
      cpSync(at('base.tribunal'), at('whole.tribunal'))
      const whole = openCase(at('whole.tribunal'))
      await importCapture(whole, { path: at('large.csv') }, quiet())
      whole.close()
      const grown = statSync(at('whole.tribunal')).size - before
      say(`an import adds ${grown} bytes; ${MOMENTS} moments each at which there is no more room`)
      const draw = random(5)
      const pages = new Tally()
      const writes = new Tally()
      const shell = spawnSync('sh', ['-c', 'ulimit -f 1000']).status === 0
      for (let i = 0; i < MOMENTS; i++) {
        const room = before + grown * 0.95 * draw()
        for (const tally of shell ? [pages, writes] : [pages]) {
          for (const end of ['', '-wal', '-shm']) rmSync(at('trial.tribunal') + end, { force: true })
          cpSync(at('base.tribunal'), at('trial.tribunal'))
          tally.add(
            tally === pages
              ? await pagesRunOut(at('trial.tribunal'), at('large.csv'), Math.floor(room / PAGE))
              : writesFail(at('trial.tribunal'), at('large.csv'), Math.floor(room / 512)),
          )
        }
      }
      const rows = [pages.row('disk', 'no more pages at a random moment of an import')]
      return shell ? [...rows, writes.row('disk', 'writes fail at a random moment of an import')] : rows
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
