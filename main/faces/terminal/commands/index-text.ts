/** `tribunal index CASE [SOURCE]`: word indexes that make searches for rare texts quicker; they change no result. */
import { type Command, InvalidArgumentError } from 'commander'
import type { TextIndex } from '../../../../preload/contract/text-index.ts'
import { bytes } from '../../../../preload/figures/format.ts'
import { listIndexes, removeIndex } from '../../../capture/reading/word-index.ts'
import { getSource } from '../../../case/evidence/sources.ts'
import { table } from '../output.ts'
import { runCommand, withOpenCase } from '../session.ts'

/** JSON: `{ indexes: TextIndex[] }`. */
export function addIndex(program: Command): void {
  program
    .command('index')
    .description(
      'make or remove the word index of a capture, or list what there is and how large it would be',
    )
    .argument('<case>', 'the case file')
    .argument('[source]', 'number of a capture', sourceNumber)
    .option('--remove', 'remove it')
    .option('--json', 'print one JSON document: { indexes: [{ source, name, bytes, estimate, trusted }] }')
    .action((path: string, source: number | undefined, options: { remove?: boolean; json?: boolean }) =>
      runCommand(options, async ({ out, task }) => {
        if (source !== undefined && !options.remove) await task('Index', path, { kind: 'index', source })
        const indexes = await withOpenCase(path, (c) => {
          if (source !== undefined && options.remove) removeIndex(c, getSource(c, source).id)
          return listIndexes(c)
        })
        out.result({ indexes }, table(['source', 'capture', 'index', 'about'], indexes.map(row)))
      }),
    )
}

function row({ source, name, bytes: size, estimate, trusted }: TextIndex): string[] {
  const state = size === null ? 'none' : trusted ? bytes(size) : 'not the one that was made: not used'
  return [String(source), name, state, bytes(estimate)]
}

function sourceNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give the number of a capture; `tribunal index CASE` lists them.')
}
