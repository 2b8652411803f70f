/** Opens a case for the length of one task, and closes it however the task ends. */
import { type CaseFile, openCase } from '../../case/case-file.ts'

export async function withCase<T>(path: string, work: (c: CaseFile) => Promise<T>): Promise<T> {
  const c = openCase(path)
  try {
    return await work(c)
  } finally {
    c.close()
  }
}
