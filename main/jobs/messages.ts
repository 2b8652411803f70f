/** What the face and the engine process say to each other; both sides check what they hear. */
import { z } from 'zod'
import { EngineInfo } from '../../preload/contract/engines.ts'
import { Anchor, Choices, FileToImport, Zone } from '../../preload/contract/evidence.ts'
import { ExperimentConfig } from '../../preload/contract/experiment.ts'
import { EventsExportInput } from '../../preload/contract/export-events.ts'
import { ExportedKind, ModelRegime } from '../../preload/contract/exports.ts'
import { ScoreInput } from '../../preload/contract/scoring.ts'
import { JobProgress } from '../../preload/contract/jobs.ts'
import { ProblemShape } from '../../preload/contract/problem.ts'

/** Everything that can be asked of the engine process, with the input that each kind of work takes. */
export const Task = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('import'),
    path: z.string(),
    as: z.literal('capture').optional(),
    zone: Zone.optional(),
    mapping: Choices.optional(),
  }),
  z.object({ kind: z.literal('import-files'), files: z.array(FileToImport) }),
  z.object({
    kind: z.literal('alerts'),
    path: z.string(),
    zone: Zone.optional(),
    anchor: Anchor.optional(),
    mapping: Choices.optional(),
  }),
  z.object({
    kind: z.literal('experiment'),
    config: ExperimentConfig,
    /** Begin at the beginning, even where a checkpoint is. */
    fresh: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('report'),
    run: z.string(),
    title: z.string().optional(),
    notes: z.string().default(''),
  }),
  z.object({ kind: z.literal('verify') }),
  z.object({ kind: z.literal('index'), source: z.int() }),
  z.object({ kind: z.literal('suspects'), labelSet: z.string().nullable() }),
  EventsExportInput.extend({ kind: z.literal('export-events') }),
  ScoreInput.extend({ kind: z.literal('score') }),
  z.object({
    kind: z.literal('export'),
    run: z.string(),
    regime: ModelRegime.optional(),
    model: ExportedKind.optional(),
    folder: z.string(),
  }),
  z.object({
    kind: z.literal('practice'),
    folder: z.string(),
    seed: z.int().optional(),
    events: z.int().optional(),
  }),
])
export type Task = z.infer<typeof Task>
export type TaskOf<K extends Task['kind']> = Extract<Task, { kind: K }>

export const Command = z.discriminatedUnion('say', [
  z.object({ say: z.literal('start'), id: z.string(), casePath: z.string(), task: Task }),
  z.object({ say: z.literal('cancel'), id: z.string() }),
  z.object({ say: z.literal('engines'), id: z.string() }),
])
export type Command = z.infer<typeof Command>

export const Answer = z.discriminatedUnion('say', [
  z.object({ say: z.literal('progress'), id: z.string(), progress: JobProgress }),
  z.object({ say: z.literal('done'), id: z.string(), result: z.unknown() }),
  z.object({ say: z.literal('failed'), id: z.string(), problem: ProblemShape }),
  z.object({ say: z.literal('canceled'), id: z.string() }),
  z.object({ say: z.literal('engines'), id: z.string(), engines: z.array(EngineInfo) }),
])
export type Answer = z.infer<typeof Answer>
