/**
 * Profiles on the disk: one JSON file each in the folder `profiles` of the user's settings, replaced as a whole. What comes from a
 * file is not trusted: its size is limited, and its shape is checked to the last key.
 */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { Problem } from '../../../preload/contract/problem.ts'
import { Profile, ProfileId } from '../../../preload/contract/profiles.ts'
import { sniffEncoding } from '../encoding.ts'
import { fileProblem } from '../file-problems.ts'

export interface StoredProfile {
  id: string
  profile: Profile
}

/** Bytes of a profile's file; one with 5,000 long column names has less. */
const MOST_BYTES = 4 << 20
const MOST_PROFILES = 500
const folderIn = (dataPath: string): string => join(dataPath, 'profiles')
const fileOf = (dataPath: string, id: string): string =>
  join(folderIn(dataPath), `${ProfileId.parse(id)}.json`)

/** By name; files that are no profile are left out, with the reason. */
export function listProfiles(dataPath: string): {
  profiles: StoredProfile[]
  broken: { file: string; message: string }[]
} {
  const folder = folderIn(dataPath)
  const profiles: StoredProfile[] = []
  const broken: { file: string; message: string }[] = []
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  for (const name of names.toSorted().slice(0, MOST_PROFILES)) {
    const id = name.slice(0, -'.json'.length)
    try {
      if (!ProfileId.safeParse(id).success) throw new Error('This is no name of a profile of Tribunal')
      profiles.push({ id, profile: readProfile(join(folder, name)) })
    } catch (error) {
      broken.push({ file: join(folder, name), message: (error as Error).message })
    }
  }
  return { profiles: profiles.toSorted((a, b) => (a.profile.name < b.profile.name ? -1 : 1)), broken }
}

/**
 * A profile from any file.
 * @throws Problem file-missing, no-access, invalid-profile
 */
export function readProfile(path: string): Profile {
  const parsed = Profile.safeParse(json(path))
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  const field = first?.path.map(String).join('.') ?? ''
  throw invalid(path, `${field ? `${field}: ` : ''}${first?.message ?? 'it is not as expected'}`, field)
}

function json(path: string): unknown {
  try {
    const info = statSync(path)
    if (!info.isFile()) throw invalid(path, 'it is no file')
    if (info.size > MOST_BYTES) throw invalid(path, `it has ${info.size} bytes; ${MOST_BYTES} is the most`)
    const bytes = readFileSync(path)
    return JSON.parse(new TextDecoder(sniffEncoding(bytes).encoding).decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(path, `it is not JSON (${error.message})`)
    if (error instanceof Problem) throw error
    throw fileProblem(error, path)
  }
}

function invalid(path: string, why: string, field = ''): Problem {
  return new Problem('invalid-profile', `${path} is no mapping profile: ${why}.`, {
    where: { file: path, ...(field && { field }) },
    advice: 'A profile is what “Save as profile”, or `tribunal inspect FILE --save-profile`, writes.',
  })
}

/** The stored profile of this id. @throws Problem no-such-profile */
export function storedProfile(dataPath: string, id: string): Profile {
  const path = fileOf(dataPath, id)
  if (existsSync(path)) return readProfile(path)
  throw new Problem('no-such-profile', `There is no profile “${id}”.`, {
    advice: 'It may have been removed meanwhile.',
  })
}

/** Stores it under its name, in place of one of the same name. @returns its id */
export function saveProfile(dataPath: string, profile: Profile): string {
  const id = idOf(profile.name)
  mkdirSync(folderIn(dataPath), { recursive: true })
  replaceFile(fileOf(dataPath, id), profile)
  return id
}

export function removeProfile(dataPath: string, id: string): void {
  rmSync(fileOf(dataPath, id), { force: true })
}

/** Writes a stored profile as a file to be given away. @throws Problem file-exists */
export function shareProfile(dataPath: string, id: string, folder: string): string {
  const profile = storedProfile(dataPath, id)
  const path = join(folder, `${basename(id)}.profile.json`)
  writeNewProfile(path, profile)
  return path
}

/** @throws Problem file-exists; nothing is replaced */
export function writeNewProfile(path: string, profile: Profile): void {
  try {
    writeFileSync(path, text(profile), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileProblem(error, path)
    throw new Problem('file-exists', `${path} is there already.`, {
      where: { file: path },
      advice: 'Choose another folder, or remove it first; nothing is replaced.',
    })
  }
}

const text = (profile: Profile): string => `${JSON.stringify(profile, null, 2)}\n`

function replaceFile(path: string, profile: Profile): void {
  const draft = `${path}.${process.pid}.new`
  writeFileSync(draft, text(profile))
  renameSync(draft, path)
}

/** Readable, and different for different names whatever their script. */
function idOf(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50)
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${words || 'profile'}-${hash}`
}
