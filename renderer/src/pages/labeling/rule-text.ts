/** A rule in words: a whole sentence, and a line for tables. */
import { isColumnRule, type LabelRule, type Rule } from '../../../../preload/contract/labeling.ts'
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
  return [...parts, ...(rule.excludeMachines ? [] : ['machines too'])].join(' · ')
}
