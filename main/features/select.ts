/** Which columns become features, and why: every column of every capture gets one plain sentence. */
import type { CaseFile } from '../case/case-file.ts'
import { columnKey } from '../case/evidence/column-names.ts'
import { truthColumns } from '../case/label-sets.ts'
import { listSources } from '../case/evidence/sources.ts'
import type { FeatureConfig, FeatureNote } from '../../preload/contract/experiment.ts'
import type { Mapping } from '../../preload/contract/evidence.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { accountNames } from './accounts.ts'
import { circularColumns, TIME_SHARE, USER_SHARE, type Circularity } from './circular.ts'
import { profileColumns, type Profile } from './profile.ts'
import { partOf, type Encoding, type Part, type Surroundings } from './roles.ts'
import type { z } from 'zod'

export type FeatureSettings = z.infer<typeof FeatureConfig>

/** A note with what the encoder needs beside it. */
export interface ColumnPlan extends FeatureNote {
  encoding: Encoding
}

/**
 * The part of every column and whether this config uses it, in the columns' order of first appearance.
 * @throws Problem `unknown-column` when the config asks for a column that no capture has.
 */
export function planColumns(c: CaseFile, config: FeatureSettings): ColumnPlan[] {
  const profiles = profileColumns(c)
  if (config.columns) demandKnown(config.columns, profiles)
  const around = surroundings(c, profiles, config)
  const parts = profiles.map((profile) => ({ ...partOf(profile, around), column: profile.column }))
  const candidates = parts.filter(({ role }) => role === 'numeric' || role === 'categorical')
  const circular = circularColumns(c, candidates, config.topValues)
  return parts.map((part) => {
    const fence = config.columns ? null : fenced(circular.get(part.column), config)
    const [used, why] = config.columns
      ? forced(part, config.columns.includes(part.column))
      : (fence ?? chosen(part, config))
    return {
      column: part.column,
      role: part.role,
      used,
      reason: `${part.reason} ${why}`,
      encoding: part.encoding,
    }
  })
}

/** Why a column is left out that gives the rule's inputs away; null for all others. */
function fenced(tells: Circularity | undefined, config: FeatureSettings): [boolean, string] | null {
  const share = (part: number): string => `${Math.round(part * 100)} %`
  if (tells && !config.users && tells.user >= USER_SHARE)
    return [
      false,
      `Off by default: it tells ${share(tells.user)} of who the user is, and a model could relearn the labeling rule from it.`,
    ]
  if (tells && tells.time >= TIME_SHARE)
    return [
      false,
      `Off by default: it tells ${share(tells.time)} of when it was, and a model could relearn the labeling rule from it.`,
    ]
  return null
}

/** Account names to be hidden inside values: all that the mapped columns name, or none when users are asked for. */
export function hiddenAccounts(c: CaseFile, config: FeatureSettings): Set<string> {
  if (config.users) return new Set()
  return accountNames(profileColumns(c), new Set(mappingsOf(c).flatMap((mapping) => mapping.users)))
}

/** Which columns the config would use, and why (the shape of `experiments.features`). */
export function describeColumns(c: CaseFile, config: FeatureSettings): FeatureNote[] {
  return planColumns(c, config).map(({ column, role, used, reason }) => ({ column, role, used, reason }))
}

function demandKnown(columns: string[], profiles: Profile[]): void {
  const known = new Set(profiles.map((profile) => profile.column))
  const unknown = columns.filter((column) => !known.has(column))
  if (unknown.length === 0) return
  throw new Problem(
    'unknown-column',
    `No capture has a column ${unknown.map((one) => `"${one}"`).join(', ')}.`,
    {
      where: { field: 'features.columns' },
      advice: 'Take column names as the Experiments page lists them; nested names are joined by dots.',
    },
  )
}

function mappingsOf(c: CaseFile): Mapping[] {
  const captures = listSources(c).filter((source) => source.kind === 'capture')
  return captures.flatMap((source) => source.mapping ?? [])
}

function surroundings(c: CaseFile, profiles: Profile[], config: FeatureSettings): Surroundings {
  const mappings = mappingsOf(c)
  const users = new Set(mappings.flatMap((mapping) => mapping.users))
  return {
    labels: labelNames(c, mappings, profiles),
    users,
    hosts: new Set(mappings.flatMap((mapping) => mapping.host ?? [])),
    times: new Set(mappings.flatMap((mapping) => mapping.time ?? [])),
    accounts: accountNames(profiles, users),
    topValues: config.topValues,
    codes: config.codes,
    hides: !config.users,
  }
}

/** Columns mapped as labels, and those that labels were taken from, however each capture writes them. */
function labelNames(c: CaseFile, mappings: Mapping[], profiles: Profile[]): Set<string> {
  const truth = new Set(truthColumns(c).map(columnKey))
  const taken = profiles.map(({ column }) => column).filter((column) => truth.has(columnKey(column)))
  return new Set([...mappings.flatMap((mapping) => mapping.labels), ...taken])
}

const never: Partial<Record<Part['role'], string>> = {
  label: 'Never a feature.',
  empty: 'Nothing to learn from.',
  constant: 'Nothing to learn from.',
}

function forced(part: Part, wanted: boolean): [boolean, string] {
  const refusal = never[part.role]
  if (refusal) return [false, refusal]
  if (part.role === 'time') return [false, 'Turn on the time of day instead.']
  return wanted ? [true, 'Used because the config names it.'] : [false, 'The config does not name it.']
}

function chosen(part: Part, config: FeatureSettings): [boolean, string] {
  const refusal = never[part.role]
  if (refusal) return [false, refusal]
  const off = 'Off by default: '
  switch (part.role) {
    case 'time':
      return [false, `${off}a model could relearn the labeling rule from it.`]
    case 'user':
      return config.users
        ? [true, 'On by request; a model can relearn the labeling rule from it.']
        : [false, `${off}a model could relearn the labeling rule from it.`]
    case 'identifier':
      return config.identifiers
        ? [true, 'On by request; a model can learn single rows by heart from it.']
        : [false, `${off}a model would learn single rows by heart.`]
    case 'host':
      return [false, `${off}a model would learn which machine was attacked.`]
    case 'text':
      return [false, `${off}too many different values to encode.`]
    default:
      return byKind(part.encoding, config)
  }
}

function byKind(encoding: Encoding, config: FeatureSettings): [boolean, string] {
  if (encoding === 'numeric')
    return config.numeric ? [true, 'Used as a number.'] : [false, 'The config leaves numbers out.']
  return config.categorical
    ? [true, 'Used as one column per frequent value.']
    : [false, 'The config leaves categories out.']
}
