/** What leaves the case for other tools: trained models, and events (export-events.ts). */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Path, Sha256, Started } from './common.ts'
import { EventsExportInput } from './export-events.ts'

export const ModelRegime = z.enum(['imbalanced', 'balanced'])
export type ModelRegime = z.infer<typeof ModelRegime>

/** The run's own system, or the boosted trees that stand beside it. */
export const ExportedKind = z.enum(['system', 'boosted-trees'])
export type ExportedKind = z.infer<typeof ExportedKind>

export const ExportAnswer = z.object({
  run: z.string(),
  regime: ModelRegime,
  model: ExportedKind,
  /** `model.onnx`, `model-card.json`, `model-card.md`. */
  files: z.array(z.string()),
  sha256: Sha256,
  /** The file against the stored scores; null when ONNX Runtime does not load here. */
  check: z.object({ rows: z.int(), largestDifference: z.number(), runtime: z.string() }).nullable(),
})
export type ExportAnswer = z.infer<typeof ExportAnswer>

export const exports = {
  /** Writes a run's model as ONNX with its card into a folder; result: ExportAnswer. Without a regime, the first trained. */
  model: oc
    .input(
      z.object({
        run: z.string(),
        regime: ModelRegime.optional(),
        model: ExportedKind.optional(),
        folder: Path,
      }),
    )
    .output(Started),
  /** Writes the selected events into a file, with a sidecar; result: EventsExport. */
  events: oc.input(EventsExportInput).output(Started),
}
