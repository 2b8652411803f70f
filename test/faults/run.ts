/**
 * `npm run faults [-- --suite NAME] [--only TEXT] [--full] [--from N] [--to N] [--json]`: tries faults, prints rows, exits non-zero
 * when anything was lost. With `--full`, 200 kills and 100,000 mutated inputs a reader. `--from` and `--to` run some of the tries of each fault, the
 * same ones every time; `--only` runs the faults, or readers, whose name holds the text.
 */
import { parseArgs } from 'node:util'
import type { Extent, FaultRow, FaultSuite } from './rows.ts'
import { diskSuite } from './suites/disk.ts'
import { hostileSuite } from './suites/hostile.ts'
import { inputSuite } from './suites/input.ts'
import { killSuite } from './suites/kill.ts'
import { resumeSuite } from './suites/resume.ts'

const suites: FaultSuite[] = [inputSuite, hostileSuite, killSuite, diskSuite, resumeSuite]

const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    full: { type: 'boolean', default: false },
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: 'Infinity' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
})
const chosen = values.suite === undefined ? suites : suites.filter(({ name }) => name === values.suite)
if (chosen.length === 0) {
  console.error(`No suite "${values.suite}"; there are: ${suites.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const { full, only } = values
const extent: Extent = { full, only, from: Number(values.from), to: Number(values.to) }
const rows: FaultRow[] = []
for (const suite of chosen)
  rows.push(...(await suite.run((line) => process.stderr.write(`${suite.name}: ${line}\n`), extent)))
if (rows.length === 0) {
  console.error(`Nothing was tried: no fault holds “${only}” in its name.`)
  process.exit(2)
}
if (values.json) console.log(JSON.stringify({ rows }, null, 2))
else {
  console.log(
    `${'suite'.padEnd(8)} ${'fault'.padEnd(52)} ${'tried'.padStart(6)} ${'survived'.padStart(9)} ${'lost'.padStart(5)}`,
  )
  for (const { suite, fault, tried, survived, lost, detail } of rows) {
    console.log(
      `${suite.padEnd(8)} ${fault.padEnd(52)} ${String(tried).padStart(6)} ${String(survived).padStart(9)} ${String(lost).padStart(5)}`,
    )
    if (detail) console.log(`         first: ${detail}`)
  }
}
process.exitCode = rows.some(({ lost }) => lost > 0) ? 1 : 0
