/** What the operating system says about a file, as a Problem. */
import { Problem } from '../../preload/contract/problem.ts'

const KNOWN: Record<string, [code: string, says: string, advice: string]> = {
  ENOENT: ['file-missing', 'does not exist', 'Check the path.'],
  ENOTDIR: ['file-missing', 'does not exist', 'Check the path.'],
  ENAMETOOLONG: ['file-missing', 'has a name too long to exist', 'Check the path.'],
  EISDIR: ['not-a-file', 'is a folder', 'Give the path of one log file.'],
  EACCES: ['no-access', 'may not be read by this user', 'Change its permissions, or copy it.'],
  EPERM: ['no-access', 'may not be read by this user', 'Change its permissions, or copy it.'],
}

/**
 * @param byte where in the file reading stopped
 * @returns a Problem for every error that has a system code; anything else as it came
 */
export function fileProblem(error: unknown, path: string, byte?: number): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (error instanceof Problem || typeof code !== 'string') return error
  const [name, says, advice] = KNOWN[code] ?? [
    'read-error',
    `could not be read (${code})`,
    'The disk or the connection to it may be at fault; copy the file and try the copy.',
  ]
  const where = { file: path, ...(byte !== undefined && { byte }) }
  return new Problem(name, `${path} ${says}.`, { where, advice, cause: error })
}

/** A Problem of a reader, which does not know the file's name, with it; anything else as it came. */
export function inFile(error: unknown, path: string): unknown {
  if (!(error instanceof Problem) || error.where?.file !== undefined) return error
  const { code, message, advice } = error
  const where = { ...error.where, file: path }
  return new Problem(code, `${path}: ${message}`, { where, cause: error, ...(advice && { advice }) })
}
