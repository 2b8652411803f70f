/** How errors cross the wire: as one ORPCError whose data is a ProblemShape, never with a stack. */
import { ORPCError } from '@orpc/server'
import { invalidInput } from '../../preload/client/problem-of.ts'
import { Problem, type ProblemShape, toProblem } from '../../preload/contract/problem.ts'

/** @param note told of errors that are bugs, with their stack, for the log of this machine */
export function wireError(error: unknown, note: (error: unknown) => void): ORPCError<string, ProblemShape> {
  const told = shape(error)
  if (told.code === 'unexpected') note(error)
  return new ORPCError('PROBLEM', {
    status: told.code === 'unexpected' ? 500 : 422,
    message: told.message,
    data: told,
  })
}

function shape(error: unknown): ProblemShape {
  if (error instanceof Problem) return error.toJSON()
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && hasIssues(error.data))
    return invalidInput(error.data.issues)
  if (error instanceof ORPCError) return { code: 'unexpected', message: error.message }
  return toProblem(error)
}

type Issues = Parameters<typeof invalidInput>[0]
function hasIssues(data: unknown): data is { issues: Issues } {
  return typeof data === 'object' && data !== null && 'issues' in data && Array.isArray(data.issues)
}
