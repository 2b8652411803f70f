/**
 * `npm run faults [-- --suite NAME] [--full] [--json]`: tries faults, prints rows, exits non-zero when anything was lost. With
 * `--full`, 200 kills and 100,000 mutated inputs a reader; that takes hours.
 */
import { parseArgs } from 'node:util'
import type { FaultRow, FaultSuite } from './rows.ts'
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
    json: { type: 'boolean', default: false },
  },
})
const chosen = values.suite === undefined ? suites : suites.filter(({ name }) => name === values.suite)
if (chosen.length === 0) {
  console.error(`No suite "${values.suite}"; there are: ${suites.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const rows: FaultRow[] = []
for (const suite of chosen)
  rows.push(...(await suite.run((line) => process.stderr.write(`${suite.name}: ${line}\n`), values.full)))
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
