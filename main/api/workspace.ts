/** What is open: one case, and what is kept in memory of it so that pages answer quickly. */
import { basename, resolve } from 'node:path'
import { Problem } from '../../preload/contract/problem.ts'
import { listAlerts } from '../case/alerts.ts'
import { type CaseFile, createCase, openCase } from '../case/case-file.ts'
import { type EventCore, loadCore } from '../case/core.ts'
import { buildIndex, type LabelIndex } from '../labeling/label-index.ts'
import { EngineClient } from '../jobs/engine-client.ts'
import type { Task } from '../jobs/messages.ts'
import { JobRegistry } from '../jobs/registry.ts'
import type { Platform } from './platform.ts'
import { rememberCase } from './recent.ts'

export class Workspace {
  readonly platform: Platform
  readonly jobs: JobRegistry
  #case: CaseFile | null = null
  #core: EventCore | undefined
  #index: LabelIndex | undefined

  constructor(platform: Platform) {
    this.platform = platform
    this.jobs = new JobRegistry(new EngineClient(() => platform.forkEngine()))
  }

  /** The open case, or null. */
  get current(): CaseFile | null {
    return this.#case
  }

  /** The open case. @throws Problem no-case */
  get case(): CaseFile {
    if (this.#case) return this.#case
    throw new Problem('no-case', 'No case is open', { advice: 'Open a case or make a new one first.' })
  }

  /** Its filter columns, read on first use. */
  get core(): EventCore {
    this.#core ??= loadCore(this.case)
    return this.#core
  }

  /** Its events by entity and its alerts, for labeling. */
  get index(): LabelIndex {
    this.#index ??= buildIndex(this.core, listAlerts(this.case))
    return this.#index
  }

  /** Opens a case in place of the one that is open; that one stays open when this fails. */
  open(path: string): CaseFile {
    return this.#take(openCase(resolve(path)))
  }

  create(path: string): CaseFile {
    return this.#take(createCase(resolve(path)))
  }

  close(): void {
    this.#case?.close()
    this.#case = null
    this.forget()
  }

  /** Drops what is kept in memory, after the case's evidence changed. */
  forget(): void {
    this.#core = undefined
    this.#index = undefined
  }

  /** Starts long work on the open case; what is in memory is dropped before anyone hears that it is done. */
  start(title: string, task: Task): { job: string } {
    const { path } = this.case
    const settle = (): void => {
      if (this.#case?.path === path) this.forget()
    }
    return { job: this.jobs.start({ title, casePath: path, task, settle }) }
  }

  /** Ends all work and lets go of the case. */
  shutDown(): void {
    this.jobs.close()
    this.close()
  }

  #take(opened: CaseFile): CaseFile {
    this.close()
    this.#case = opened
    rememberCase(this.platform.dataPath, opened.path, basename(opened.path))
    return opened
  }
}
