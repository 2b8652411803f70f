/** Task: a synthetic capture with its alerts in a folder, and a case into which both are imported. */
import { rm } from 'node:fs/promises'
import { importAlerts } from '../../alerts/import.ts'
import { importCapture } from '../../capture/import.ts'
import { createCase } from '../../case/case-file.ts'
import { makePractice } from '../../practice/make-practice.ts'
import type { TaskOf } from '../messages.ts'
import { part, type TaskContext } from '../progress.ts'

export interface PracticeResult {
  /** The case file. */
  path: string
  events: string
  alerts: string
  truth: string
  readme: string
}

/** @param casePath the case to make; it must not exist. Removed again when anything fails. */
export async function runPractice(
  task: TaskOf<'practice'>,
  casePath: string,
  context: TaskContext,
): Promise<PracticeResult> {
  const { folder, seed, events } = task
  context.progress({ step: 'inventing events and alerts', fraction: 0 })
  const made = await makePractice(folder, {
    ...(seed !== undefined && { seed }),
    ...(events !== undefined && { events }),
  })
  context.signal.throwIfAborted()
  const c = createCase(casePath, { name: 'Practice case', practice: true })
  try {
    await importCapture(c, { path: made.events }, part(context, 0.3, 0.9))
    await importAlerts(c, { path: made.alerts }, part(context, 0.9, 1))
  } catch (error) {
    c.close()
    await Promise.all(['', '-wal', '-shm'].map((tail) => rm(casePath + tail, { force: true })))
    throw error
  }
  c.close()
  return { path: casePath, ...made }
}
