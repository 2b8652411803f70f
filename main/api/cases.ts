/** Handlers of `cases`: open, make, close, and the practice case. */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { implement } from '@orpc/server'
import { cases } from '../../preload/contract/case.ts'
import { gapsAsRead, listHostClocks } from '../case/evidence/host-clocks.ts'
import { keepSilences } from '../case/evidence/silences.ts'
import { caseSummary } from '../case/summary.ts'
import { recentCases } from './recent.ts'
import { rehearse } from '../capture/reading/rehearsal.ts'
import type { Workspace } from './workspace.ts'

export function caseHandlers(w: Workspace) {
  const on = implement(cases)
  return on.router({
    current: on.current.handler(() => w.current && caseSummary(w.current, w.readingCore)),
    recent: on.recent.handler(() => recentCases(w.platform.dataPath)),
    open: on.open.handler(({ input }) => {
      const summary = caseSummary(w.open(input.path), w.readingCore)
      rehearse(w.case, w.readingCore)
      return summary
    }),
    create: on.create.handler(({ input }) => caseSummary(w.create(input.path), w.readingCore)),
    close: on.close.handler(() => {
      w.close()
      return {}
    }),
    gaps: on.gaps.handler(() => {
      keepSilences(w.case, w.core)
      return gapsAsRead(w.case)
    }),
    clocks: on.clocks.handler(() => listHostClocks(w.case)),
    setClock: on.setClock.handler(({ input }) => {
      w.setClock(input)
      return listHostClocks(w.case)
    }),
    practice: on.practice.handler(({ input }) => startPractice(w, input.folder)),
  })
}

/** Makes the practice case in `folder` (else in a new folder of the program's own) and opens it when it is done. */
function startPractice(w: Workspace, folder?: string): { job: string } {
  const place = folder ? resolve(folder) : newFolder(join(w.platform.dataPath, 'practice'))
  const casePath = join(place, 'practice.tribunal')
  const job = w.jobs.start({
    title: 'Practice case',
    casePath,
    task: { kind: 'practice', folder: place },
    settle: () => {
      w.open(casePath)
    },
  })
  return { job }
}

/** A folder named by date and time, made anew. */
function newFolder(parent: string): string {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')
  for (let n = 1; ; n++) {
    const path = join(parent, n === 1 ? stamp : `${stamp}-${n}`)
    if (mkdirSync(path, { recursive: true }) !== undefined) return path
  }
}
