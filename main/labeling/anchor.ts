/** Which of an alert's times its labeling window hangs on. */
import type { Alert } from '../case/alerts.ts'
import type { Rule } from '../../preload/contract/labeling.ts'

/**
 * The alert's time under the wanted anchor. Where that time is missing, the others stand in, in the order fired, first, last;
 * null when the alert has no time at all.
 */
export function anchorTime(alert: Alert, anchor: Rule['anchor']): number | null {
  return alert[anchor] ?? alert.fired ?? alert.first ?? alert.last
}
