/** Evidence files, hashed again where they lie. */
import type { Source } from '../../../preload/contract/evidence.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { hashFile, openEvidence } from '../../capture/bytes.ts'
import { changedStretches } from '../../capture/reading/changed-stretches.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { same } from './check.ts'
import type { VerifyCheck } from './check.ts'

/** A file that is gone or cannot be read is a failed check, with advice. */
export async function evidenceCheck(c: CaseFile, source: Source, signal: AbortSignal): Promise<VerifyCheck> {
  const what = `evidence ${source.name}`
  try {
    const computed = await hashFile(await openEvidence(source.path), signal)
    const check = same(what, source.sha256, computed, 'SHA-256')
    if (check.ok) return check
    const where = source.kind === 'capture' ? await placesOf(c, source, signal) : ''
    return { ...check, detail: `${check.detail}; the file was changed after it was imported${where}` }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const moved = 'Put it back where it was at import; the case holds its rows, but not the file itself.'
    const advice = error.code === 'file-missing' ? moved : (error.advice ?? moved)
    return { what, ok: false, detail: `not checked: ${error.message} ${advice}` }
  }
}

/** Stretches named; the rest are counted. */
const NAMED = 3

/** Which bytes and rows are not what they were, as far as the hashes of chunks tell. */
async function placesOf(c: CaseFile, source: Source, signal: AbortSignal): Promise<string> {
  try {
    const found = await changedStretches(c, source.id, source.path, signal)
    if (found.length === 0)
      return ', outside of its events: in the header, between rows, or in rows set aside'
    const named = found
      .slice(0, NAMED)
      .map(
        ({ first, length, row, rows }) =>
          `bytes ${first} to ${first + length} (rows ${row} to ${row + rows - 1})`,
      )
    const more = found.length > NAMED ? `, and ${found.length - NAMED} more stretches` : ''
    return `: ${named.join(', ')}${more}`
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return `; where, cannot be told: ${error.message}`
  }
}
