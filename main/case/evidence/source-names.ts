/** Captures as people name them: by number, by file name, or by its beginning. */
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../case-file.ts'
import { listSources } from './sources.ts'

/**
 * The ids of the captures that are named.
 * @throws Problem no-such-source, for a name that none or several have
 */
export function sourceIds(c: CaseFile, wanted: readonly string[]): number[] {
  const captures = listSources(c).filter(({ kind }) => kind === 'capture')
  return wanted.map((text) => {
    const exact = captures.filter(({ id, name }) => String(id) === text || name === text)
    const found = exact.length > 0 ? exact : captures.filter(({ name }) => name.startsWith(text))
    if (found.length === 1) return found[0]!.id
    const list = captures.map(({ id, name }) => `${id} ${name}`).join(', ')
    const what = found.length === 0 ? 'The case has no capture' : 'Several captures are called'
    throw new Problem('no-such-source', `${what} "${text}".`, {
      where: { file: c.path },
      advice: list === '' ? 'Import one first.' : `There are: ${list}.`,
    })
  })
}
