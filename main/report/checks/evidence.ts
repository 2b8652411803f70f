/** Evidence files, hashed again where they lie. */
import type { Source } from '../../../preload/contract/evidence.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import { hashFile, openEvidence } from '../../capture/bytes.ts'
import { same } from './check.ts'
import type { VerifyCheck } from './check.ts'

/** A file that is gone or cannot be read is a failed check, with advice. */
export async function evidenceCheck(source: Source, signal: AbortSignal): Promise<VerifyCheck> {
  const what = `evidence ${source.name}`
  try {
    const computed = await hashFile(await openEvidence(source.path), signal)
    const check = same(what, source.sha256, computed, 'SHA-256')
    return check.ok
      ? check
      : { ...check, detail: `${check.detail}; the file was changed after it was imported` }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const moved = 'Put it back where it was at import; the case holds its rows, but not the file itself.'
    const advice = error.code === 'file-missing' ? moved : (error.advice ?? moved)
    return { what, ok: false, detail: `not checked: ${error.message} ${advice}` }
  }
}
