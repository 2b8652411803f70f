/**
 * `npm run bench [-- --suite NAME] [--only TEXT] [--json] [--large] [--keep FOLDER] [--install-peers]`: runs the suites, prints rows, and exits non-zero when one does not
 * hold. `--install-peers` first puts DuckDB into a cache folder with npm, and PyTorch and XGBoost on this machine with apt, as root:
 * those that the chosen suites need.
 */
import { parseArgs } from 'node:util'
import { installDuckdb } from './duckdb-peer.ts'
import type { Row, Suite } from './rows.ts'
import { engineSuite } from './suites/engine.ts'
import { importSuite } from './suites/import.ts'
import { labelingSuite } from './suites/labeling.ts'
import { importLargeSuite, readingLargeSuite } from './suites/large.ts'
import { qualitySuite } from './suites/quality.ts'
import { readingSuite } from './suites/reading.ts'
import { treesSuite } from './suites/trees.ts'
import { installPeers } from './torch-peer.ts'

const suites: Suite[] = [
  importSuite,
  readingSuite,
  labelingSuite,
  engineSuite,
  treesSuite,
  qualitySuite,
  importLargeSuite,
  readingLargeSuite,
]

function number(value: number | null): string {
  if (value === null) return '–'
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
}

function table(rows: readonly Row[]): string {
  const head = ['suite', 'work', 'ours', 'peer', 'unit', 'ratio', 'bound', 'holds']
  const cells = rows.map((row) => [
    row.suite,
    row.work,
    number(row.ours),
    number(row.peer),
    row.unit,
    number(row.ratio),
    row.bound,
    row.holds ? 'yes' : 'NO',
  ])
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i]!.length)))
  return [head, ...cells].map((line) => line.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')).join('\n')
}

// So that peers which were stopped for a moment are ended too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const { values } = parseArgs({
  options: {
    large: { type: 'boolean', default: false },
    suite: { type: 'string' },
    only: { type: 'string', default: '' },
    keep: { type: 'string' },
    json: { type: 'boolean', default: false },
    'install-peers': { type: 'boolean', default: false },
  },
})
const chosen = suites.filter(({ name, large }) =>
  values.suite === undefined ? values.large || !large : name === values.suite,
)
if (chosen.length === 0) {
  console.error(`No suite "${values.suite}"; there are: ${suites.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
if (values['install-peers']) {
  if (chosen.includes(importSuite)) installDuckdb()
  if (chosen.some((suite) => suite !== importSuite)) installPeers()
}
const rows: Row[] = []
const absent = suites
  .filter((suite) => values.suite === undefined && !chosen.includes(suite))
  .map(({ name }) => `${name}: run with --large`)
for (const suite of chosen) {
  const done = await suite.run(
    (line) => process.stderr.write(`${suite.name}: ${line}\n`),
    values.only,
    values.keep,
  )
  rows.push(...done.rows)
  absent.push(...done.absent)
}
if (values.json) console.log(JSON.stringify({ rows, absent }, null, 2))
else {
  console.log(table(rows))
  for (const peer of absent) console.log(`absent: ${peer}`)
}
process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1
