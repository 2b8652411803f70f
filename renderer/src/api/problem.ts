/** Turns whatever a call throws into a Problem, so that hooks and pages know one kind of error. */
import { Problem } from '../../../preload/contract/problem.ts'
import { problemOf as shapeOf } from '../../../preload/client/problem-of.ts'

/** Any thrown value as a Problem; what is not one keeps its message under the code `unexpected`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const shape = shapeOf(error)
  return new Problem(shape.code, shape.message, {
    ...(shape.where && { where: shape.where }),
    ...(shape.advice && { advice: shape.advice }),
    cause: error,
  })
}
