/** What is open: one case, and what is kept in memory of it so that pages answer quickly. */
import { basename, resolve } from 'node:path'
import type { ProtocolId } from '../../preload/contract/experiment.ts'
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { type CaseFile, createCase, openCase } from '../case/case-file.ts'
import { type EventCore, loadCore } from '../case/evidence/core.ts'
import { listHostClocks, setHostClock, setRight } from '../case/evidence/host-clocks.ts'
import { readScores, type StoredScores } from '../case/results/runs.ts'
import { type LabelIndex } from '../labeling/label-index.ts'
import { indexCase } from '../labeling/lock.ts'
import { inTurns } from '../labeling/steps.ts'
import { EngineClient } from '../jobs/engine-client.ts'
import type { Task } from '../jobs/messages.ts'
import { JobRegistry } from '../jobs/registry.ts'
import type { Platform } from './platform.ts'
import { rememberCase } from './recent.ts'

const SCORES_KEPT = 6

export class Workspace {
  readonly platform: Platform
  readonly jobs: JobRegistry
  #case: CaseFile | null = null
  #core: EventCore | undefined
  #readingCore: EventCore | undefined
  #index: LabelIndex | undefined
  /** Settles when what was asked to be prepared so far is. */
  #preparing: Promise<unknown> = Promise.resolve()
  /** Scores of the runs looked at lately; runs never change. */
  readonly #scores = new Map<string, StoredScores>()

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

  /** As {@link core}, with the clocks of hosts set right: what people see and search. Labels and models use the other. */
  get readingCore(): EventCore {
    this.#readingCore ??= setRight(this.core, listHostClocks(this.case))
    return this.#readingCore
  }

  /** Sets a host's clock right, or takes that back. */
  setClock(setting: Parameters<typeof setHostClock>[2]): void {
    setHostClock(this.case, this.core, setting)
    this.#readingCore = undefined
  }

  /** Its events by entity and its alerts, for labeling. */
  get index(): LabelIndex {
    this.#index ??= indexCase(this.case, this.core)
    return this.#index
  }

  /**
   * The index with everything that counting under a rule needs. It is made in steps of some milliseconds, between which other
   * calls are answered, and goes on when whoever asked does not wait any longer: the next to ask finds it done.
   */
  async indexFor(rule: Rule): Promise<LabelIndex> {
    const { index } = this
    const made = this.#preparing.then(() => inTurns(index.prepare(rule)))
    this.#preparing = made.catch(() => undefined)
    await made
    // What came in the meantime, an import or a verdict, made a new index.
    return this.#index === index ? index : this.indexFor(rule)
  }

  /** Scores of a run's test rows. One object per run and protocol is kept, which makes a slider's move cheap. */
  scores(run: string, protocol: ProtocolId): StoredScores {
    const key = `${run} ${protocol}`
    const found = this.#scores.get(key) ?? readScores(this.case, run, protocol)
    this.#scores.delete(key)
    this.#scores.set(key, found)
    for (const oldest of this.#scores.keys()) if (this.#scores.size > SCORES_KEPT) this.#scores.delete(oldest)
    return found
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
    this.#scores.clear()
    this.forget()
  }

  /** Drops what is kept in memory, after the case's evidence changed. */
  forget(): void {
    this.#core = undefined
    this.#readingCore = undefined
    this.#index = undefined
  }

  /** Drops the labeling index after a verdict; the columns stay. */
  forgetVerdicts(): void {
    this.#index = undefined
  }

  /** Starts long work on the open case; what it made stale in memory is dropped before anyone hears that it is done. */
  start(title: string, task: Task): { job: string } {
    const { path } = this.case
    const bringsEvidence = ['import', 'import-files', 'alerts'].includes(task.kind)
    const settle = (): void => {
      if (bringsEvidence && this.#case?.path === path) this.forget()
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
