/**
 * Who an account name stands for. Logs and alerts spell one person in many ways (`CORP\Ann`, `ann@corp.example`, `ANN`);
 * the entity rule of a label set says whether such spellings count as the same.
 */
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import type { EntityRule } from './rule.ts'

export type EntityMode = Rule['entity']

/** Names by which exporters say that there is no account. */
const nobody = new Set(['', '-', 'unknown', 'null', 'none', 'nil', 'undefined', 'n/a', '(null)', '(unknown)'])

/** Lower case, without `DOMAIN\` in front and without `@domain` behind; '' when nothing is left. */
export function normalizeAccount(account: string): string {
  const name = account.slice(account.lastIndexOf('\\') + 1)
  const at = name.indexOf('@')
  return (at > 0 ? name.slice(0, at) : name).trim().normalize('NFC').toLowerCase()
}

/** First label of the domain, as in `CORP\ann` and `ann@corp.example`; '' when the account names none. */
export function domainOf(account: string): string {
  const slash = account.lastIndexOf('\\')
  const at = account.indexOf('@')
  const domain = slash > 0 ? account.slice(0, slash) : at > 0 ? account.slice(at + 1) : ''
  return domain.trim().normalize('NFC').toLowerCase().split('.')[0]!
}

/** The key under which accounts count as one entity; '' matches nothing. */
export function entityKey(account: string, mode: EntityMode): string {
  switch (mode) {
    case 'exact':
      return account
    case 'caseless':
      return account.trim().normalize('NFC').toLowerCase()
    case 'normalized':
      return normalizeAccount(account)
    case 'domain': {
      const name = normalizeAccount(account)
      const domain = domainOf(account)
      return name === '' || domain === '' ? name : `${domain}\\${name}`
    }
  }
}

/** True for `unknown`, `null`, `-` and the like, in any spelling. */
export function isNobody(account: string): boolean {
  return nobody.has(normalizeAccount(account))
}

/** True for machine accounts, `HOST$`, also with a domain. */
export function isMachine(account: string): boolean {
  return normalizeAccount(account).endsWith('$')
}

/** Reads accounts by a rule: SIDs become names, excluded accounts are told. */
export interface AccountReader {
  mode: EntityMode
  /** The account by its name, where the rule knows its SID. */
  name(account: string): string
  excluded(account: string): boolean
}

export function accountReader(rule: EntityRule): AccountReader {
  const sids = new Map(Object.entries(rule.sids ?? {}).map(([sid, name]) => [sid.trim().toUpperCase(), name]))
  const patterns = (rule.exclude ?? []).map(pattern)
  return {
    mode: rule.entity,
    name: (account) => (sids.size > 0 ? (sids.get(account.trim().toUpperCase()) ?? account) : account),
    excluded: (account) =>
      (rule.excludeMachines && (isNobody(account) || isMachine(account))) ||
      patterns.some((one) => one.test(account.trim()) || one.test(normalizeAccount(account))),
  }
}

/** `svc_*` as a pattern over whole names, in any case. */
function pattern(text: string): RegExp {
  const escaped = text
    .trim()
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`, 'i')
}

/** A host's first label in lower case: `WS1.corp.example` and `ws1` are one machine. */
export function hostKey(host: string): string {
  const name = host.trim().toLowerCase()
  return /^[\d.:]+$/.test(name) ? name : name.split('.')[0]!
}
