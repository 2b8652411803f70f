/** What the services need of the face they run under; the Electron face and the browser face each bring one. */
import type { EngineChild } from '../jobs/child.ts'

export type PickPurpose = 'open-case' | 'new-case' | 'evidence' | 'folder'

export interface Platform {
  readonly face: 'electron' | 'browser'
  /** Folder for what outlives a program run but is no case: recent cases, practice cases. It exists. */
  readonly dataPath: string
  readonly nativeDialogs: boolean
  /** Paths chosen in the system's dialog, empty when the person canceled; null where there is no dialog. */
  pick(purpose: PickPurpose): Promise<string[] | null>
  forkEngine(): EngineChild
}
