/** Task: a synthetic capture with its alerts in a folder, and a case into which both are imported. */
import { rm } from 'node:fs/promises'
import { importAlerts } from '../../alerts/import.ts'
import { importCapture } from '../../capture/import.ts'
import { createCase } from '../../case/case-file.ts'
import { makePractice, type PracticeFiles } from '../../practice/make-practice.ts'
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

/** @param casePath the case to make; it must not exist. When anything fails, neither it nor the files are left. */
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
  try {
    context.signal.throwIfAborted()
    await fillCase(casePath, made, context)
  } catch (error) {
    await Promise.all(Object.values<string>({ ...made }).map((path) => rm(path, { force: true })))
    throw error
  }
  return { path: casePath, ...made }
}

async function fillCase(casePath: string, made: PracticeFiles, context: TaskContext): Promise<void> {
  const c = createCase(casePath, { name: 'Practice case', practice: true })
  try {
    await importCapture(c, { path: made.events }, part(context, 0.3, 0.9))
    await importAlerts(c, { path: made.alerts }, part(context, 0.9, 1))
    c.close()
  } catch (error) {
    c.close()
    await Promise.all(['', '-wal', '-shm'].map((tail) => rm(casePath + tail, { force: true })))
    throw error
  }
}
