/** Which stored profiles fit a file: by its columns alone. */
import type { Choices } from '../../../preload/contract/evidence.ts'
import type { Profile } from '../../../preload/contract/profiles.ts'
import type { ProfileMatch } from '../../../preload/contract/understanding.ts'

/** Share of a profile's columns that a file must have. A sample of JSON seldom shows the rare ones. */
const ENOUGH = 0.8
const MOST = 5

/** Best first: by the share of columns that both have, of all that either has (Dice's coefficient). */
export function matchProfiles(
  columns: readonly string[],
  profiles: readonly { id: string; profile: Profile }[],
): ProfileMatch[] {
  const there = new Set(columns)
  return profiles
    .map(({ id, profile }) => ({ id, name: profile.name, fit: fitOf(profile, there) }))
    .filter(({ fit }) => fit !== null)
    .map(({ id, name, fit }) => ({ id, name, found: fit!.found, of: fit!.of, columns: there.size }))
    .toSorted((a, b) => dice(b) - dice(a))
    .slice(0, MOST)
}

const dice = ({ found, of, columns }: ProfileMatch): number => (2 * found) / (of + columns)

/** Null where too few columns are there, or one that the profile gives a part is not. */
function fitOf(profile: Profile, there: ReadonlySet<string>): { found: number; of: number } | null {
  if (namedColumns(profile.mapping).some((name) => !there.has(name))) return null
  const wanted = new Set(profile.columns)
  const found = [...wanted].filter((name) => there.has(name)).length
  return found >= wanted.size * ENOUGH ? { found, of: wanted.size } : null
}

/** Columns that these choices name. */
export function namedColumns({ time, host, users, action, labels }: Choices): string[] {
  return [time, host, action, ...(users ?? []), ...(labels ?? [])].filter((name) => typeof name === 'string')
}
