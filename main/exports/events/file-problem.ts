/** What the file system says about a file to be written, in words for a person. */
import { dirname } from 'node:path'
import { Problem } from '../../../preload/contract/problem.ts'

const NO_SPACE = ['ENOSPC', 'EDQUOT', 'EFBIG']
const REFUSED = ['EACCES', 'EPERM', 'EROFS']
const NO_FOLDER = ['ENOENT', 'ENOTDIR']

export function fileProblem(error: unknown, path: string): Error {
  if (error instanceof Problem || !(error instanceof Error)) return error as Error
  const code = 'code' in error ? String(error.code) : ''
  const make = (name: string, message: string, advice: string): Problem =>
    new Problem(name, message, { where: { file: path }, advice, cause: error })
  if (NO_SPACE.includes(code))
    return make(
      'disk-full',
      `No space is left on the disk for ${path}.`,
      'Free some space, choose another disk, or narrow the filter. Nothing half-written was left behind.',
    )
  if (NO_FOLDER.includes(code))
    return make('folder-missing', `There is no folder ${dirname(path)}.`, 'Make it, or choose another.')
  if (REFUSED.includes(code))
    return make('no-access', `${path} may not be written by this user.`, 'Choose another folder.')
  return make('export-failed', `${path} cannot be written: ${error.message}`, 'Choose another file or disk.')
}

export function fileExists(path: string, cause?: unknown): Problem {
  return new Problem('file-exists', `There is a file ${path} already.`, {
    where: { file: path },
    advice: 'Choose another name, or say that it is to be replaced.',
    cause,
  })
}
