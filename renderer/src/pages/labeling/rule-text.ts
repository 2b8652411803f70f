/** A rule in words: a whole sentence, and a line for tables. */
import { isColumnRule, type LabelRule, type Rule } from '../../../../preload/contract/labeling.ts'
import { counted } from '../../../../preload/figures/format.ts'
import { durationText } from '../../time/duration.ts'

const ANCHORS = { fired: 'fired', first: 'was first seen', last: 'was last seen' }

export function ruleSentence(rule: Rule): string {
  const window = `from ${durationText(rule.before)} before to ${durationText(rule.after)} after the alert ${ANCHORS[rule.anchor]}`
  return `An event is labeled when its user is the alert's user and it lies ${window}, both ends included.`
}

export function ruleLine(rule: LabelRule): string {
  if (isColumnRule(rule))
    return `column ${rule.columns.join(' or ')} · benign is ${rule.benign.map((one) => one || '(empty)').join(', ')} · ${rule.binary ? 'all attacks as one' : `top ${rule.top}`}`
  const parts = [
    `−${durationText(rule.before)} +${durationText(rule.after)}`,
    rule.anchor,
    rule.classBy,
    `top ${rule.top}`,
    rule.entity,
    rule.conflict,
  ]
  const host = rule.matchHost ? ['same host'] : []
  return [...parts, ...(rule.excludeMachines ? [] : ['machines too']), ...host, ...furtherParts(rule)].join(
    ' · ',
  )
}

/** What a rule says beyond the form's fields, one phrase each. */
export function furtherParts(rule: Rule): string[] {
  const size = (of: object | undefined): number => Object.keys(of ?? {}).length
  const clocks = Object.entries(rule.skew ?? {}).map(
    ([host, micros]) => `clock of ${host} ${micros < 0 ? '−' : '+'}${durationText(Math.abs(micros))}`,
  )
  return [
    size(rule.accounts) > 0 && `only ${counted(size(rule.accounts), 'account column')}`,
    size(rule.sids) > 0 && `${counted(size(rule.sids), 'SID')} known`,
    size(rule.classes) > 0 && `${counted(size(rule.classes), 'class', 'classes')} of its own`,
    size(rule.windows) > 0 && `own windows of ${counted(size(rule.windows), 'class', 'classes')}`,
    ...clocks,
    rule.verdicts !== undefined && `verdicts up to ${rule.verdicts}`,
  ].filter((part) => typeof part === 'string')
}
