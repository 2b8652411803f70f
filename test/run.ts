/**
 * `npm test`: types, lint, format, units, build, end-to-end. Runs every stage even when one fails, so that one run shows
 * all that is wrong, and closes with one line of counts. Checks without tests of their own count as one test each.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findChromium } from './tools/chromium.ts'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

const root = resolve(import.meta.dirname, '..')
const scratch = mkdtempSync(join(tmpdir(), 'tribunal-test-'))
const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const lines: string[] = []

function run(command: string, args: string[], env: Record<string, string> = {}): number {
  const bin = join(root, 'node_modules', '.bin', command)
  const shell = process.platform === 'win32'
  return (
    spawnSync(bin, args, { cwd: root, stdio: 'inherit', shell, env: { ...process.env, ...env } }).status ?? 1
  )
}

function add(stage: string, counts: Counts, seconds: number): void {
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  lines.push(
    `${stage.padEnd(12)} ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds.toFixed(0)} s)`,
  )
}

/** Runs one stage and counts it; a stage that cannot say its counts but failed counts as one failure. */
function stage(name: string, work: () => Counts): boolean {
  console.log(`\n── ${name}`)
  const start = performance.now()
  const counts = work()
  add(name, counts, (performance.now() - start) / 1000)
  return counts.failed === 0
}

function check(name: string, command: string, args: string[]): boolean {
  return stage(name, () => {
    const ok = run(command, args) === 0
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
  })
}

/** Counts of a JSON report; a missing report or a non-zero exit without a failed test is a failure all the same. */
function counted(code: number, read: () => Counts): Counts {
  try {
    const counts = read()
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

function units(): Counts {
  const file = join(scratch, 'units.json')
  const code = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  return counted(code, () => {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
    return {
      passed: report['numPassedTests'] ?? 0,
      failed:
        (report['numFailedTests'] ?? 0) +
        (report['numFailedTestSuites'] && !report['numFailedTests'] ? 1 : 0),
      skipped: (report['numPendingTests'] ?? 0) + (report['numTodoTests'] ?? 0),
    }
  })
}

function endToEnd(): Counts {
  const browser = findChromium()
  if (browser.path === null) {
    console.log(`End-to-end tests skipped: ${browser.reason}`)
    const listed = spawnSync('git', ['grep', '-cE', '^\\s*test\\(', '--', 'test/e2e'], {
      cwd: root,
      encoding: 'utf8',
    })
    const tests = listed.stdout
      .split('\n')
      .reduce((sum, line) => sum + Number(line.split(':').at(-1) ?? 0), 0)
    return { passed: 0, failed: 0, skipped: tests }
  }
  const file = join(scratch, 'e2e.json')
  const code = run('playwright', ['test', '-c', 'test/e2e/playwright.config.ts', '--reporter=list,json'], {
    TRIBUNAL_CHROMIUM: browser.path,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  })
  return counted(code, () => {
    const { stats } = JSON.parse(readFileSync(file, 'utf8')) as { stats: Record<string, number> }
    const late = stats['flaky'] ?? 0
    // Whoever waits for a browser on a busy machine gets one more try; that it was needed is told, for it is a bug.
    if (late > 0) lines.push(`end-to-end   ${late} of the passed only at the second try: to be looked at`)
    return {
      passed: (stats['expected'] ?? 0) + late,
      failed: stats['unexpected'] ?? 0,
      skipped: stats['skipped'] ?? 0,
    }
  })
}

for (const world of ['main', 'renderer', 'test'])
  check(`types ${world}`, 'tsc', ['-p', `${world}/tsconfig.json`])
check('lint', 'oxlint', ['--type-aware', '--deny-warnings'])
check('format', 'oxfmt', ['--check'])
stage('units', units)
if (check('build', 'electron-vite', ['build', '--logLevel', 'warn'])) stage('end-to-end', endToEnd)

rmSync(scratch, { recursive: true, force: true })
console.log(`\n${lines.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
