/**
 * The class that an alert stands for: its name, its ATT&CK technique or its tactic. An alert that lists several techniques
 * or tactics counts as the first that it lists. One that lists none gets the class `no technique` (`no tactic`, `no name`):
 * its events are suspicious but of unknown kind, so that class is always kept apart, neither benign nor trained on.
 */
import type { Alert } from '../case/alerts.ts'
import type { Rule } from '../../preload/contract/labeling-rule.ts'
import type { ClassRule } from './rule.ts'

export interface AlertClasses {
  /** Class names, sorted; the order does not depend on that of the alerts. */
  names: string[]
  /** Per alert position: index into `names`; -1 for an alert that the rule's own table leaves out. */
  of: Int32Array
  /** Index of the class of alerts that name no class, or -1. */
  unnamed: number
}

function className(alert: Alert, by: Rule['classBy']): string {
  if (by === 'name') return alert.name.trim()
  return (by === 'technique' ? alert.techniques[0] : alert.tactics[0])?.trim() ?? ''
}

/** What an alert becomes by the rule's own table, in any case of letters; what the table does not name stays. */
function ownClasses(classes: ClassRule['classes']): (name: string) => string | null {
  if (!classes) return (name) => name
  const table = new Map(Object.entries(classes).map(([from, to]) => [from.trim().toLowerCase(), to.trim()]))
  return (name) => {
    const own = table.get(name.toLowerCase())
    return own === undefined ? name : own === '' ? null : own
  }
}

/** Classes of all alerts of an index under a rule. */
export function alertClasses(alerts: readonly Alert[], { classBy: by, classes }: ClassRule): AlertClasses {
  const unnamed = `no ${by}`
  const own = ownClasses(classes)
  const raw = alerts.map((alert) => own(className(alert, by) || unnamed))
  // `benign` is the name of class 0 everywhere; an alert of that name must not be taken for it.
  const shown = raw.map((name) => (name?.toLowerCase() === 'benign' ? `${name} (alert)` : name))
  const names = [...new Set(shown.filter((name) => name !== null))].toSorted(byCodeUnits)
  const index = new Map(names.map((name, position) => [name, position]))
  return {
    names,
    of: Int32Array.from(shown, (name) => (name === null ? -1 : index.get(name)!)),
    unnamed: index.get(unnamed) ?? -1,
  }
}

/** The same order on every machine, whatever its locale. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
