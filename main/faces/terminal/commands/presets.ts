/** `tribunal presets`: the ready experiments, and what each is for. */
import type { Command } from 'commander'
import { keyOf, presets } from '../../../training/presets.ts'
import { runCommand } from '../session.ts'

/** JSON: `{ presets: [{ preset, name, note, config }] }`. */
export function addPresets(program: Command): void {
  program
    .command('presets')
    .description('list the ready experiments: tribunal run CASE --preset NAME')
    .option('--json', 'print one JSON document: { presets: [{ preset, name, note, config }] }')
    .action((options: { json?: boolean }) =>
      runCommand(options, async ({ out }) => {
        const list = presets().map((preset) => ({ preset: keyOf(preset.name), ...preset }))
        const width = Math.max(...list.map(({ preset }) => preset.length))
        const lines = list.map(({ preset, note }) => `${preset.padEnd(width)}  ${note}`)
        out.result({ presets: list }, lines.join('\n'))
      }),
    )
}
