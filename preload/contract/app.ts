/** The program itself: version, face, engines; and files to choose from where no native dialog is. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { EngineInfo } from './engines.ts'

export const AppInfo = z.object({
  version: z.string(),
  node: z.string(),
  face: z.enum(['electron', 'browser']),
  cores: z.int(),
  home: z.string(),
  /** True where `app.pick` opens the system's own dialog. */
  nativeDialogs: z.boolean(),
})

export const FileEntry = z.object({
  name: z.string(),
  path: z.string(),
  folder: z.boolean(),
  size: z.int(),
  modified: z.number(),
})

const Purpose = z.enum(['open-case', 'new-case', 'evidence', 'folder'])
export const app = {
  info: oc.input(z.object({})).output(AppInfo),
  /** Probes the engines once per program start (a few seconds), then answers from memory. */
  engines: oc.input(z.object({})).output(z.array(EngineInfo)),
  /** Paths that the person chose; null where there is no native dialog. */
  pick: oc.input(z.object({ purpose: Purpose })).output(z.array(z.string()).nullable()),
  files: oc.input(z.object({ folder: z.string().max(4096).optional() })).output(
    z.object({
      folder: z.string(),
      parent: z.string().nullable(),
      entries: z.array(FileEntry),
      truncated: z.boolean(),
    }),
  ),
}
