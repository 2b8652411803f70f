/**
 * Who an account name stands for. Logs and alerts spell one person in many ways (`CORP\Ann`, `ann@corp.example`, `ANN`);
 * the entity rule of a label set says whether such spellings count as the same.
 */
import type { Rule } from '../../preload/contract/labeling.ts'

export type EntityMode = Rule['entity']

/** Names by which exporters say that there is no account. */
const nobody = new Set(['', '-', 'unknown', 'null', 'none', 'nil', 'undefined', 'n/a', '(null)', '(unknown)'])

/** Lower case, without `DOMAIN\` in front and without `@domain` behind; '' when nothing is left. */
export function normalizeAccount(account: string): string {
  const name = account.slice(account.lastIndexOf('\\') + 1)
  const at = name.indexOf('@')
  return (at > 0 ? name.slice(0, at) : name).trim().normalize('NFC').toLowerCase()
}

/** The key under which accounts count as one entity; '' matches nothing. */
export function entityKey(account: string, mode: EntityMode): string {
  return mode === 'exact' ? account : normalizeAccount(account)
}

/** True for `unknown`, `null`, `-` and the like, in any spelling. */
export function isNobody(account: string): boolean {
  return nobody.has(normalizeAccount(account))
}

/** True for machine accounts, `HOST$`, also with a domain. */
export function isMachine(account: string): boolean {
  return normalizeAccount(account).endsWith('$')
}
