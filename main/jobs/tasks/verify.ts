/** Task: every hash and every number of the case computed again and compared. */
import type { VerifyCheck } from '../../../preload/contract/evidence.ts'
import { openToRead } from '../../case/opening/read-only.ts'
import { verifyCase } from '../../report/verify.ts'
import type { TaskOf } from '../messages.ts'
import type { TaskContext } from '../progress.ts'
import { withCase } from './with-case.ts'

export interface VerifyResult {
  ok: boolean
  checks: VerifyCheck[]
}

export function runVerify(
  _task: TaskOf<'verify'>,
  casePath: string,
  context: TaskContext,
): Promise<VerifyResult> {
  return withCase(casePath, (c) => verifyCase(c, context), openToRead)
}
