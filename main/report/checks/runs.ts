/**
 * Runs: config, weights and scores hashed again; the test rows drawn again; the scores computed again from weights and
 * features; and every number of the evaluation computed again from the stored scores.
 */
import type { Evaluation, ProtocolResult } from '../../../preload/contract/evaluation.ts'
import type { RunSummary } from '../../../preload/contract/experiment.ts'
import { Problem } from '../../../preload/contract/problem.ts'
import type { CaseFile } from '../../case/case-file.ts'
import { canonicalJson, sha256 } from '../../case/hash.ts'
import { getEvaluation, getRun, readModels, readScores } from '../../case/results/runs.ts'
import { VERSION } from '../../case/version.ts'
import { evaluateExperiment } from '../../evaluation/evaluate.ts'
import { modelsHash, scoresHash } from '../../evaluation/hashes.ts'
import { rebuild } from '../rebuild.ts'
import type { Rebuilt } from '../rebuild.ts'
import { breathe, same } from './check.ts'
import type { VerifyCheck, VerifyContext } from './check.ts'
import { versionOf } from './custody.ts'
import { compare, verdictOf } from './compare.ts'
import { rescoreChecks } from './rescore.ts'

export async function runChecks(c: CaseFile, run: RunSummary, ctx: VerifyContext): Promise<VerifyCheck[]> {
  const { config } = getRun(c, run.id)
  const scores = run.protocols.map(({ id }) => readScores(c, run.id, id))
  const hashes = [
    same(`${run.id} config`, run.configHash, sha256(canonicalJson(config))),
    same(`${run.id} weights`, run.weightsHash, modelsHash(readModels(c, run.id))),
    same(`${run.id} scores`, run.scoresHash, scoresHash(scores)),
  ]
  await breathe(ctx.signal)
  try {
    return [...hashes, ...(await contentChecks(c, run, ctx))]
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const detail = `the run cannot be put together again: ${error.message} ${error.advice ?? ''}`.trim()
    return [...hashes, { what: `${run.id} data`, ok: false, detail }]
  }
}

async function contentChecks(c: CaseFile, run: RunSummary, ctx: VerifyContext): Promise<VerifyCheck[]> {
  const stored = getRun(c, run.id)
  const rebuilt = await rebuild(c, stored, ctx.signal)
  await breathe(ctx.signal)
  const rows = rowChecks(run.id, rebuilt)
  if (rows.some((check) => !check.ok)) return rows
  const rescored = await rescoreChecks(run.id, rebuilt, ctx)
  const evaluation = { ...evaluateExperiment(rebuilt.result, stored.config, stored.losses), run: run.id }
  const numbers = numberChecks(run, getEvaluation(c, run.id), evaluation)
  return [...rows, ...rescored, ...numbers.map((check) => withVersion(check, versionOf(c, run.id)))]
}

/** Words and thresholds may change between versions of Tribunal; a mismatch says when that may be why. */
function withVersion(check: VerifyCheck, made: string): VerifyCheck {
  if (check.ok || made === VERSION) return check
  return {
    ...check,
    detail: `${check.detail} (evaluated by Tribunal ${made || 'unknown'}, checked by ${VERSION})`,
  }
}

/** The events that were tested, and their labels, drawn again from label set, split and seed. */
function rowChecks(run: string, { result, dataset }: Rebuilt): VerifyCheck[] {
  return result.protocols.map(({ id, test, scored }) => {
    const events = scored.events.every((event, i) => event === dataset.events[test[i] ?? -1])
    const truth = scored.truth.every((label, i) => label === dataset.labels[test[i] ?? -1])
    const ok = events && truth && scored.rows === test.length
    const detail = ok
      ? `${scored.rows} events with their labels`
      : 'label set, split and seed now give other test events'
    return { what: `${run} ${id} test events drawn again`, ok, detail }
  })
}

/** Stored against computed, part by part, for each protocol. */
function numberChecks(run: RunSummary, stored: Evaluation, computed: Evaluation): VerifyCheck[] {
  const head = (e: Evaluation) => ({ ...e, protocols: e.protocols.map((p) => p.id) })
  const summary = run.protocols.map((p) => [p.id, p.macroF1, p.ailments])
  const shown = computed.protocols.map((p) => [p.id, chosenMacro(p), p.ailments.length])
  return [
    line(`${run.id} evaluation`, head(stored), head(computed)),
    line(`${run.id} summary`, summary, shown),
    ...stored.protocols.flatMap((protocol) =>
      protocolLines(
        run.id,
        protocol,
        computed.protocols.find((p) => p.id === protocol.id),
      ),
    ),
  ]
}

function protocolLines(
  run: string,
  stored: ProtocolResult,
  computed: ProtocolResult | undefined,
): VerifyCheck[] {
  const name = (part: string) => `${run} ${stored.id} ${part}`
  const { strategies, baselines, experts, gate, roc, pr, ailments, cleared, ...rest } = stored
  const {
    strategies: s,
    baselines: b,
    experts: e,
    gate: g,
    roc: r,
    pr: q,
    ailments: a,
    cleared: cl,
    ...others
  } = computed ?? ({} as Partial<ProtocolResult>)
  return [
    ...strategies.map((strategy, i) => line(name(`metrics, ${strategy.strategy}`), strategy, s?.[i])),
    ...baselines.map((baseline, i) => line(name(`baseline ${baseline.kind}`), baseline, b?.[i])),
    line(name('experts'), experts, e),
    line(name('gate'), gate, g),
    line(name('curves'), { roc, pr }, { roc: r, pr: q }),
    line(name('ailments'), { ailments, cleared }, { ailments: a, cleared: cl }),
    line(name('regimes, twins and verdict'), rest, others),
  ]
}

function line(what: string, stored: unknown, computed: unknown): VerifyCheck {
  return { what, ...verdictOf(compare(stored, computed)) }
}

function chosenMacro({ chosen, strategies }: ProtocolResult): number | undefined {
  return strategies.find((s) => s.strategy === chosen)?.metrics.macro.f1
}
