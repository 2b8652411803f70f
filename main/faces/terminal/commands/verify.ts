/** `tribunal verify CASE`: computes every hash and number of a case again, and says line by line what matches. */
import type { Command } from 'commander'
import { runCommand } from '../session.ts'

/** JSON: `{ ok, checks: [{ what, ok, detail }] }`. Exit code 1 when anything does not match. */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('check the case: custody log, evidence files, labels, weights, scores, metrics, reports')
    .argument('<case>', 'the case file')
    .option('--json', 'print one JSON document: { ok, checks: [{ what, ok, detail }] }')
    .action((path: string, options: { json?: boolean }) =>
      runCommand(options, async ({ task, out }) => {
        const answer = await task('Verify', path, { kind: 'verify' })
        const lines = answer.checks.map(
          ({ what, ok, detail }) =>
            `${ok ? 'match   ' : 'MISMATCH'}  ${what}: ${detail.replace(/^(mis)?match: /, '')}`,
        )
        const wrong = answer.checks.filter((check) => !check.ok).length
        const verdict = answer.ok
          ? 'Everything matches.'
          : `${wrong} of ${answer.checks.length} checks do not match.`
        out.result(answer, [...lines, verdict].join('\n'))
        if (!answer.ok) process.exitCode = 1
      }),
    )
}
