/** `--profile`: a file that somebody shared, or the name of a profile that is stored. */
import { existsSync } from 'node:fs'
import { listProfiles, readProfile } from '../../capture/profiles/store.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { Profile } from '../../../preload/contract/profiles.ts'
import { dataPath } from '../data-path.ts'

/** @throws Problem no-such-profile, invalid-profile */
export function profileFor(given: string): Profile {
  if (existsSync(given)) return readProfile(given)
  const { profiles } = listProfiles(dataPath())
  const found = profiles.find(({ id, profile }) => id === given || profile.name === given)
  if (found) return found.profile
  const names = profiles.map(({ profile }) => profile.name).slice(0, 10)
  throw new Problem('no-such-profile', `There is no file and no stored profile “${given}”.`, {
    where: { file: given },
    advice: names.length > 0 ? `Stored are: ${names.join(', ')}.` : 'None is stored yet.',
  })
}
