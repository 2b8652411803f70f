/**
 * Account names of the case, and how to find and hide them in the values of other columns.
 *
 * Labels are made from accounts, so a folder such as `C:\Users\alice` tells a model what it must not be told. Unless
 * users are asked for, account names inside other columns' values all read `‹account›`.
 */
import type { Coded } from '../case/evidence/columns.ts'
import type { Profile } from './profile.ts'

/** Names that Windows and Linux give to services and groups; as plain words they mean many other things. */
const generic = new Set(
  (
    'system,localsystem,local system,local service,network service,service,anonymous logon,administrator,' +
    'administrators,users,guest,guests,everyone,none,unknown,null,n/a'
  ).split(','),
)

/** The names in the mapped account columns, lower case, without domain; no generic and no very short ones. */
export function accountNames(profiles: Profile[], users: Set<string>): Set<string> {
  const names = new Set<string>()
  for (const profile of profiles) {
    if (!users.has(profile.column)) continue
    for (const { value } of profile.top) {
      const name = bareName(value)
      if (/[a-z]/.test(name) && name.length >= 3 && !generic.has(name)) names.add(name)
    }
  }
  return names
}

/** `ACME\Alice ` as `alice`; a path stays as it is. */
function bareName(value: string): string {
  const name = value.trim().toLowerCase()
  return /^[^\\/:]+\\[^\\/:]+$/.test(name) ? name.slice(name.indexOf('\\') + 1) : name
}

/** Share of a column's frequent values' rows that are an account's name, 0 to 1. */
export function accountShare(profile: Profile, accounts: Set<string>): number {
  return shareWhere(profile, (value) => accounts.has(bareName(value)))
}

/** Share of a column's frequent values' rows that contain an account's name as a word, as paths of a home folder do. */
export function mentionShare(profile: Profile, accounts: Set<string>): number {
  return shareWhere(profile, (value) => hideAccounts(value, accounts) !== value)
}

/** The value with every account's name, where it stands as a word, written as `‹account›`. */
export function hideAccounts(value: string, accounts: Set<string>): string {
  if (accounts.size === 0) return value
  return value.replaceAll(/[^\\/\s"'=:;,()[\]{}<>|]+/g, (word) =>
    accounts.has(word.toLowerCase()) ? '‹account›' : word,
  )
}

/** A column with accounts hidden; values that then read the same become one. */
export function withoutAccounts(data: Coded, accounts: Set<string>): Coded {
  if (accounts.size === 0) return data
  const values = ['']
  const known = new Map([['', 0]])
  const merged = Uint32Array.from(data.values, (value) => {
    const text = hideAccounts(value, accounts)
    const code = known.get(text) ?? values.push(text) - 1
    known.set(text, code)
    return code
  })
  return { codes: data.codes.map((code) => merged[code] ?? 0), values }
}

function shareWhere(profile: Profile, test: (value: string) => boolean): number {
  if (profile.present === 0 || profile.numeric > 0.5) return 0
  const frequent = profile.top.slice(0, 256)
  return frequent.reduce((sum, one) => sum + (test(one.value) ? one.count : 0), 0) / profile.present
}
