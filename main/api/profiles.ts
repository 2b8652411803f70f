/** Handlers of `profiles`: how files of one kind are read, kept in the settings folder and shared as files. */
import { resolve } from 'node:path'
import { implement } from '@orpc/server'
import { z } from 'zod'
import { Profile, profiles } from '../../preload/contract/profiles.ts'
import {
  listProfiles,
  readProfile,
  removeProfile,
  saveProfile,
  shareProfile,
} from '../capture/profiles/store.ts'
import type { Workspace } from './workspace.ts'

export function profileHandlers(w: Workspace) {
  const on = implement(profiles)
  const { dataPath } = w.platform
  return on.router({
    list: on.list.handler(() => listProfiles(dataPath)),
    save: on.save.handler(({ input }) => ({ id: saveProfile(dataPath, input.profile) })),
    remove: on.remove.handler(({ input }) => {
      removeProfile(dataPath, input.id)
      return {}
    }),
    take: on.take.handler(({ input }) => {
      const profile = readProfile(resolve(input.path))
      return { id: saveProfile(dataPath, profile), profile }
    }),
    share: on.share.handler(({ input }) => ({
      path: shareProfile(dataPath, input.id, resolve(input.folder)),
    })),
    schema: on.schema.handler(() => z.toJSONSchema(Profile)),
  })
}
