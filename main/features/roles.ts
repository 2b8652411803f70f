/**
 * The part a column plays, decided from its mapping, its name and its values, in that order of trust.
 *
 * The order of the rules matters: whatever may carry the labels, or the user and time they were made from, is found
 * before anything that would make it a feature.
 */
import type { FeatureNote } from '../../preload/contract/experiment.ts'
import { accountShare, mentionShare } from './accounts.ts'
import { hintOf } from './names.ts'
import { coverage, type Profile } from './profile.ts'

export type Role = FeatureNote['role']
/** How a column is encoded when it is used. */
export type Encoding = 'numeric' | 'categorical'
export interface Part {
  role: Role
  encoding: Encoding
  /** A whole sentence on what was found. */
  reason: string
}

/** What the case knows beside the column itself. */
export interface Surroundings {
  labels: Set<string>
  users: Set<string>
  hosts: Set<string>
  times: Set<string>
  /** Account names seen in the mapped user columns, as `accountNames` gives them. */
  accounts: Set<string>
  topValues: number
  /** What becomes of numbers that stand for kinds. */
  codes: 'categories' | 'numbers'
  /** Account names inside values are hidden from the model. */
  hides: boolean
}

const fewRows = 5
const longText = 200

/** Decides the part of one column. */
export function partOf(profile: Profile, around: Surroundings): Part {
  const encoding = encodingOf(profile, around)
  const found = withheld(profile, around) ?? named(profile, around) ?? identifier(profile)
  const name = found?.role === 'user' && around.codes === 'categories'
  if (found) return { ...found, encoding: name ? 'categorical' : encoding }
  const { role, reason } = valued(profile, encoding, around.topValues)
  return { role, reason: reason + mention(profile, around), encoding }
}

type Found = Pick<Part, 'role' | 'reason'> | null

/** Columns that can never be features: truth, nothing, time, one value. */
function withheld(profile: Profile, around: Surroundings): Found {
  const { column, present, rows } = profile
  if (around.labels.has(column)) return { role: 'label', reason: 'Mapped as a label: it holds the answer.' }
  if (hintOf(column) === 'label') return { role: 'label', reason: 'Its name says that it holds the answer.' }
  if (present === 0) return { role: 'empty', reason: 'It has no value in any row.' }
  if (rows >= 1000 && present < fewRows)
    return { role: 'empty', reason: `Only ${present} of ${rows} rows have a value.` }
  if (around.times.has(column) || profile.types.includes('time') || profile.time >= 0.8)
    return { role: 'time', reason: 'It holds times, from which labels are made.' }
  if (hintOf(column) === 'time' && profile.numeric >= 0.9)
    return { role: 'time', reason: 'Its name says that its numbers are times, from which labels are made.' }
  if (profile.distinct === 1)
    return { role: 'constant', reason: `Where it has a value, it is always ${quote(profile.top[0]?.value)}.` }
  return null
}

/** Users and hosts. */
function named(profile: Profile, around: Surroundings): Found {
  const { column } = profile
  const hint = hintOf(column)
  if (around.users.has(column))
    return { role: 'user', reason: 'Mapped as an account, from which labels are made.' }
  if (hint === 'user')
    return { role: 'user', reason: 'Its name says that it is about an account, from which labels are made.' }
  if (profile.sid >= 0.8 || accountShare(profile, around.accounts) >= 0.5)
    return { role: 'user', reason: 'Its values are accounts, from which labels are made.' }
  if (around.hosts.has(column)) return { role: 'host', reason: 'Mapped as the host: it names one machine.' }
  if (hint === 'host') return { role: 'host', reason: 'Its name says that it names a machine.' }
  if (profile.address >= 0.8) return { role: 'host', reason: 'Its values are addresses of machines.' }
  return null
}

/** Names that stand for one thing each: a model would learn them by heart. */
function identifier(profile: Profile): Found {
  if (hintOf(profile.column) === 'identifier')
    return { role: 'identifier', reason: 'Its name says that it numbers or names single things.' }
  if (profile.guid >= 0.8) return { role: 'identifier', reason: 'Its values are GUIDs or hashes.' }
  const unique = uniqueness(profile)
  const percent = `${Math.round(unique * 100)} %`
  if (profile.integer >= 0.99 && profile.rising >= 0.9 && unique >= 0.9)
    return { role: 'identifier', reason: 'It counts upward from row to row.' }
  if (profile.numeric < 0.5 && profile.present >= 50 && unique >= 0.9 && profile.meanLength < 60)
    return { role: 'identifier', reason: `Nearly every value is different (${percent} distinct).` }
  return null
}

/** Distinct values by present rows, 0 to 1; counting stops at 30,000 values. */
function uniqueness(profile: Profile): number {
  return profile.distinct / Math.max(1, Math.min(profile.present, 30_000))
}

function encodingOf(profile: Profile, { topValues, codes }: Surroundings): Encoding {
  if (profile.numeric < 0.99) return 'categorical'
  if (codes === 'numbers') return 'numeric'
  const hint = hintOf(profile.column)
  if (hint === 'measure') return 'numeric'
  const covered = coverage(profile, topValues)
  if (hint === 'code' && covered >= 0.5) return 'categorical'
  return profile.integer >= 0.99 && profile.distinct <= topValues ? 'categorical' : 'numeric'
}

function valued(profile: Profile, encoding: Encoding, topValues: number): Pick<Part, 'role' | 'reason'> {
  if (encoding === 'numeric')
    return { role: 'numeric', reason: `Numbers, ${profile.distinct} different ones.` }
  if (profile.numeric >= 0.99)
    return { role: 'categorical', reason: `Numbers that stand for ${profile.distinct} kinds.` }
  if (profile.meanLength > longText)
    return { role: 'text', reason: `Free text, ${Math.round(profile.meanLength)} characters on average.` }
  const covered = coverage(profile, topValues)
  const share = `${Math.round(covered * 100)} %`
  if (covered >= 0.3)
    return {
      role: 'categorical',
      reason:
        profile.distinct <= topValues
          ? `Text with ${profile.distinct} different values.`
          : `Text; its ${topValues} most frequent of ${profile.distinct} values cover ${share} of the rows.`,
    }
  return {
    role: 'text',
    reason: `Free text: its ${topValues} most frequent of ${profile.distinct} values cover only ${share} of the rows.`,
  }
}

/** A value that spells out an account carries a part of the labeling rule; what is done about it must be said. */
function mention(profile: Profile, around: Surroundings): string {
  const share = Math.round(mentionShare(profile, around.accounts) * 100)
  if (share === 0) return ''
  return around.hides
    ? ` ${share} % of its values name an account; the name is hidden.`
    : ` ${share} % of its values name an account, from which labels are made.`
}

function quote(value: string | undefined): string {
  const text = value ?? ''
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`
}
