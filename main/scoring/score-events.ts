/** Scores every event of the chosen captures with a stored model, some hundred thousand at a time, in bounded memory. */
import type { CaseFile } from '../case/case-file.ts'
import { loadCore, type EventCore } from '../case/evidence/core.ts'
import { hashScoring, saveScoring, type ScoringColumns } from '../case/results/scorings.ts'
import { listSources } from '../case/evidence/sources.ts'
import { VERSION } from '../case/version.ts'
import { openEngineLike } from '../engine/choice/choose.ts'
import { ScoreMemory } from '../engine/scoring/memory.ts'
import type { Engine } from '../engine/types.ts'
import { chosenStrategy, parameterOf } from '../evaluation/decide.ts'
import { answersOf } from '../evaluation/unknown.ts'
import { encode } from '../features/encode.ts'
import { missingColumns } from '../features/missing-columns.ts'
import { eventTable, type EventTable } from '../features/table.ts'
import { scoreSystem } from '../training/systems/index.ts'
import type { SystemScores } from '../training/systems/system.ts'
import type { Source } from '../../preload/contract/evidence.ts'
import type { LackingCapture, Scoring } from '../../preload/contract/scoring.ts'
import { Problem } from '../../preload/contract/problem.ts'
import { answerRows } from './answers.ts'
import type { ModelOfRun } from './stored-model.ts'

/** Numbers of a block's feature matrix at most: what bounds memory; every column of a capture is read once a block. */
const MOST_CELLS = 2 ** 25

export interface ScoreContext {
  progress(step: { step: string; fraction: number | null; counts?: Record<string, number> }): void
  signal: AbortSignal
}

export interface ScoreWish {
  /** Ids of captures; all when left out. */
  sources?: readonly number[] | undefined
  name?: string | undefined
  /** Name of the case file that holds the model; null when it is this one. */
  modelCase: string | null
}

/**
 * Scores and stores. Columns that a capture lacks are no failure: they are told in the answer, with what stood for them.
 * @throws Problem no-such-source, nothing-to-score; the signal's reason when aborted
 */
export async function scoreCaptures(
  c: CaseFile,
  model: ModelOfRun,
  wish: ScoreWish,
  ctx: ScoreContext,
): Promise<Scoring> {
  const started = performance.now()
  ctx.progress({ step: 'reading events', fraction: 0 })
  const core = loadCore(c)
  const captures = chosen(c, core, wish.sources)
  const lacking = captures.flatMap((source) => lackingOf(model, source))
  demandSomething(model, lacking)
  const events = eventsOf(core, captures)
  const engine = await openEngineLike(model.summary.engine)
  try {
    const { columns, shape } = await scoreAll(engine, model, eventTable(c, core), events, ctx)
    ctx.signal.throwIfAborted()
    ctx.progress({ step: 'storing the scores', fraction: 0.99 })
    const facts = { captures, lacking, columns, shape, engine: engine.name }
    return saveScoring(c, draft(model, wish, facts, (performance.now() - started) / 1000), columns)
  } finally {
    await engine.dispose()
  }
}

type Shape = Pick<SystemScores, 'form' | 'classes' | 'experts'>

/** The answers of the given events (ascending numbers); also for checking stored ones again. */
export async function scoreAll(
  engine: Engine,
  { encoder, config, networks, summary }: ModelOfRun,
  table: EventTable,
  events: Uint32Array,
  ctx: ScoreContext,
): Promise<{ columns: ScoringColumns; shape: Shape }> {
  const count = events.length
  const predicted = new Uint8Array(count)
  const attack = new Float32Array(count)
  const expert = new Uint8Array(count)
  const strategy = chosenStrategy(config.model)
  const gating = { strategy, parameter: parameterOf(strategy, config.model) }
  const memory = new ScoreMemory()
  let shape: Shape | undefined
  const step = Math.max(1024, Math.floor(MOST_CELLS / Math.max(1, encoder.names.length)))
  for (let from = 0; from < count; from += step) {
    const counts = { rows: from }
    ctx.progress({ step: 'scoring events', fraction: 0.05 + (0.94 * from) / count, counts })
    await new Promise((resolve) => setImmediate(resolve))
    ctx.signal.throwIfAborted()
    const x = encode(table, encoder, Float64Array.from(events.subarray(from, from + step)))
    const { classes } = summary
    const scores = await scoreSystem(config.model.system, {
      engine,
      networks,
      x,
      classes,
      memory,
      signal: ctx.signal,
    })
    const answers = answerRows(scores, gating, classes)
    predicted.set(answers.predicted, from)
    attack.set(answers.attack, from)
    expert.set(answers.expert, from)
    shape = { form: scores.form, classes: scores.classes, experts: scores.experts }
  }
  return { columns: { events, predicted, attack, expert }, shape: shape! }
}

function chosen(c: CaseFile, core: EventCore, wanted: readonly number[] | undefined): Source[] {
  const captures = listSources(c).filter(({ id }) => core.firstEvent.has(id))
  const strangers = (wanted ?? []).filter((id) => !captures.some((source) => source.id === id))
  if (strangers.length > 0)
    throw new Problem('no-such-source', `The case has no capture number ${strangers.join(', ')}.`, {
      where: { file: c.path },
      advice: 'List the evidence to see what there is.',
    })
  const found = wanted ? captures.filter(({ id }) => wanted.includes(id)) : captures
  if (found.some(({ accepted }) => accepted > 0)) return found
  throw new Problem('nothing-to-score', 'There is no event to score.', {
    where: { file: c.path },
    advice: 'Import a capture first.',
  })
}

function eventsOf(core: EventCore, captures: readonly Source[]): Uint32Array {
  const wanted = new Set(captures.map(({ id }) => id))
  const events: number[] = []
  for (let event = 0; event < core.count; event++) if (wanted.has(core.source[event]!)) events.push(event)
  return Uint32Array.from(events)
}

function lackingOf({ encoder, trainedWith }: ModelOfRun, source: Source): LackingCapture[] {
  const missing = missingColumns(encoder, source, trainedWith)
  return missing.length === 0
    ? []
    : [{ source: source.id, name: source.name, of: encoder.columns.length, missing }]
}

/** A capture of another kind altogether would get an answer for every event that means nothing. */
function demandSomething({ encoder, summary }: ModelOfRun, lacking: readonly LackingCapture[]): void {
  const read = encoder.columns.flatMap((one) =>
    one.kind === 'numeric' || one.kind === 'categorical' ? [one.column] : [],
  )
  const strangers = lacking.filter(({ missing }) => {
    const gone = new Set(missing.map(({ column }) => column))
    return read.length > 0 && read.every((column) => gone.has(column))
  })
  if (strangers.length === 0) return
  const names = strangers.map(({ name }) => name).join(', ')
  const some = read.slice(0, 8).join(', ')
  throw new Problem(
    'nothing-in-common',
    `${names} ${strangers.length === 1 ? 'has' : 'have'} none of the ${read.length} columns that ${summary.id} was trained on (${some}${read.length > 8 ? ', …' : ''}).`,
    { where: { field: 'sources' }, advice: 'Choose captures of the kind that the model was trained on.' },
  )
}

interface Facts {
  captures: readonly Source[]
  lacking: LackingCapture[]
  columns: ScoringColumns
  shape: Shape
  engine: string
}

function draft(
  model: ModelOfRun,
  wish: ScoreWish,
  facts: Facts,
  seconds: number,
): Omit<Scoring, 'id' | 'createdAt'> {
  const { summary, config, regime, version } = model
  const answers = answersOf(facts.shape, summary.classes)
  const byAnswer = answers.map(() => 0)
  for (const answer of facts.columns.predicted) byAnswer[answer]! += 1
  const strategy = chosenStrategy(config.model)
  return {
    name: wish.name?.trim() || `${summary.name} (${regime})`,
    run: summary.id,
    runName: summary.name,
    modelCase: wish.modelCase,
    system: config.model.system,
    regime,
    strategy,
    parameter: parameterOf(strategy, config.model),
    answers,
    experts: facts.shape.experts,
    sources: facts.captures.map(({ id }) => id),
    events: facts.columns.events.length,
    byAnswer,
    lacking: facts.lacking,
    engine: facts.engine,
    trainedOn: summary.engine,
    version: VERSION,
    trainedBy: version,
    seed: summary.seed,
    hashes: { ...model.hashes, scores: hashScoring(facts.columns) },
    seconds,
  }
}
