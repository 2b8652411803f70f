/** Turns whatever a call of the client threw into the one shape that pages show. */
import { ORPCError } from '@orpc/client'
import { ProblemShape, toProblem } from '../contract/problem.ts'

interface Issue {
  message: string
  path?: readonly (PropertyKey | { key: PropertyKey })[]
}

/** @returns code, message, place and advice of any error thrown by a call; never throws itself. */
export function problemOf(error: unknown): ProblemShape {
  if (!(error instanceof ORPCError)) return error instanceof Error ? toProblem(error) : shapeOf(error)
  const told = ProblemShape.safeParse(error.data)
  if (told.success) return told.data
  const issues = issuesOf(error.data)
  return issues ? invalidInput(issues) : { code: 'unexpected', message: error.message }
}

/** A schema's complaints as a Problem: the first names the field, the message lists at most five. */
export function invalidInput(issues: readonly Issue[]): ProblemShape {
  const lines = issues.slice(0, 5).map((issue) => {
    const field = fieldOf(issue)
    return field ? `${field}: ${issue.message}` : issue.message
  })
  const field = issues[0] && fieldOf(issues[0])
  return {
    code: 'invalid-input',
    message: lines.join('; ') || 'The input does not have the expected form',
    ...(field && { where: { field } }),
  }
}

/** A failed job tells its problem as a plain value. */
function shapeOf(value: unknown): ProblemShape {
  const told = ProblemShape.safeParse(value)
  return told.success ? told.data : toProblem(value)
}

function issuesOf(data: unknown): readonly Issue[] | null {
  if (typeof data !== 'object' || data === null || !('issues' in data)) return null
  return Array.isArray(data.issues) ? (data.issues as readonly Issue[]) : null
}

function fieldOf(issue: Issue): string {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
}
