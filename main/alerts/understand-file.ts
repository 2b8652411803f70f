/** One file, whatever it is: alerts are told from a capture by their form; what is neither is shown as a capture, with warnings. */
import type { FileToRead, Inspection } from '../../preload/contract/evidence.ts'
import { inspect } from '../capture/understanding/inspect.ts'
import { inspectAlerts } from './inspect.ts'
import { recognizeAlerts } from './sample.ts'

/**
 * Looks at a file; nothing is imported.
 * @throws Problem that says why it cannot be read
 */
export async function understandFile({ path, as, zone, mapping }: FileToRead): Promise<Inspection> {
  const kind = as ?? ((await recognizeAlerts(path)) === null ? 'capture' : 'alerts')
  if (kind === 'alerts') return inspectAlerts(path, { zone, mapping, as: as === 'alerts' ? as : undefined })
  return inspect(path, { zone, mapping, as: as === 'capture' ? as : undefined })
}
