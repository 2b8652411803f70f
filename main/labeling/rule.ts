/** A rule in the one form that is stored and hashed, and its parts as the engine asks for them. */
import { canonicalJson, sha256 } from '../case/hash.ts'
import { isColumnRule, type LabelRule } from '../../preload/contract/labeling.ts'
import { Rule } from '../../preload/contract/labeling-rule.ts'

/** What decides which events belong to which alerts' entities. */
export type EntityRule = Pick<
  Rule,
  'entity' | 'excludeMachines' | 'exclude' | 'accounts' | 'sids' | 'matchHost' | 'skew'
>
/** What decides an alert's class. */
export type ClassRule = Pick<Rule, 'classBy' | 'classes'>

/** Defaults filled in, settings that say nothing left out: equal rules are then equal as JSON. */
export function tidyRule(rule: Rule): Rule {
  const full = Rule.parse(rule)
  const said = Object.entries(full).filter(([key, value]) => !saysNothing(key, value, full))
  return Object.fromEntries(said) as Rule
}

function saysNothing(key: string, value: unknown, rule: Rule): boolean {
  if (value === undefined || (key === 'matchHost' && value === false)) return true
  if (key === 'priority' && rule.conflict !== 'priority') return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** Identifies a rule: equal rules hash equal, whatever the order of their keys. */
export function ruleHash(rule: LabelRule): string {
  return sha256(canonicalJson(isColumnRule(rule) ? rule : tidyRule(rule)))
}

export function entityKeyOf(rule: EntityRule): string {
  const { entity, excludeMachines, exclude, accounts, sids, matchHost, skew } = rule
  return canonicalJson({ entity, excludeMachines, exclude, accounts, sids, matchHost, skew })
}

export function classKeyOf({ classBy, classes }: ClassRule): string {
  return canonicalJson({ classBy, classes })
}

/** The window of a class under a rule. */
export function windowOf(rule: Rule, className: string): { before: number; after: number } {
  const own = rule.windows && Object.hasOwn(rule.windows, className) ? rule.windows[className] : undefined
  return own ?? rule
}
