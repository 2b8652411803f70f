/** Opens a case for the length of one task, and closes it however the task ends. */
import { type CaseFile, openCase } from '../../case/case-file.ts'

/** @param open another way to open it */
export async function withCase<T>(
  path: string,
  work: (c: CaseFile) => Promise<T>,
  open: (path: string) => CaseFile = openCase,
): Promise<T> {
  const c = open(path)
  try {
    return await work(c)
  } finally {
    c.close()
  }
}
