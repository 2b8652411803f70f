/**
 * The same system without identifiers: trained again on the same rows, with the columns left out that number or name single
 * things (processes, threads, sessions). A model can learn those by heart, and they mean nothing in another capture.
 *
 * Only where such columns are among the features, which they are on request alone. It is stored with the run, with what it said
 * about the test rows, so that `verify` needs no engine to come to the same numbers.
 */
import type { FeatureNote, ProtocolId } from '../../preload/contract/experiment.ts'
import type { StoredModel } from '../case/results/runs.ts'
import type { Encoder } from '../features/encoder.ts'
import type { FeatureMatrix } from '../features/matrix.ts'
import type { Network, SystemScores } from './systems/system.ts'
import type { RegimeName } from './types.ts'

const PREFIX = 'without-identifiers/'

/** What was left out: columns of the captures, and of the matrix. */
export interface LeftOut {
  columns: string[]
  places: number[]
}

/** A system of one regime without identifiers. */
export interface Ablation extends LeftOut {
  networks: Network[]
}

/** What it said about the test rows of one protocol. */
export interface AblationScores {
  columns: string[]
  scores: Pick<SystemScores, 'experts' | 'form' | 'gate' | 'probability'>
}

/** The identifiers among the features; null when there are none, or nothing else. */
export function identifiersOf(encoder: Encoder, notes: readonly FeatureNote[]): LeftOut | null {
  const roles = new Map(notes.map(({ column, role }) => [column, role]))
  const found = encoder.columns.flatMap((column) =>
    'column' in column && roles.get(column.column) === 'identifier' ? [column] : [],
  )
  const places = found.flatMap((column) => {
    const own = column.kind === 'numeric' ? [column.at] : [...column.at, column.otherAt]
    return [...own, column.missingAt].filter((place) => place >= 0)
  })
  if (places.length === 0 || places.length === encoder.names.length) return null
  return { columns: found.map(({ column }) => column), places: places.sort((a, b) => a - b) }
}

/** The matrix without some of its columns. */
export function withoutColumns(matrix: FeatureMatrix, places: readonly number[]): FeatureMatrix {
  const left = new Set(places)
  const kept = matrix.names.flatMap((_, place) => (left.has(place) ? [] : [place]))
  const data = new Float32Array(matrix.rows * kept.length)
  for (let row = 0, at = 0; row < matrix.rows; row++)
    for (const place of kept) data[at++] = matrix.data[row * matrix.columns + place]!
  return { rows: matrix.rows, columns: kept.length, data, names: kept.map((place) => matrix.names[place]!) }
}

/** Whether a stored model belongs to an ablation. */
export function isAblation(name: string): boolean {
  return name.startsWith(PREFIX)
}

/** As the case keeps it: its networks under names of their own. */
export function storeAblation(regime: RegimeName, { networks, columns, places }: Ablation): StoredModel[] {
  return networks.map(({ name, weights, meta }) => ({
    regime,
    name: `${PREFIX}${name}`,
    weights,
    meta: { columns, places, meta },
  }))
}

/** Scores of one protocol as the case keeps them. */
export function storeScores(
  regime: RegimeName,
  id: ProtocolId,
  { columns, scores }: AblationScores,
): StoredModel {
  const { gate, probability, experts, form } = scores
  const weights = {
    gate: { shape: [gate.length], data: gate },
    probability: { shape: [probability.length], data: probability },
  }
  return { regime, name: scoresName(id), weights, meta: { columns, experts, form } }
}

const scoresName = (id: ProtocolId) => `${PREFIX}scores of ${id}`

/** The scores of a protocol as they were stored; null where there were no identifiers. */
export function storedScores(
  models: readonly StoredModel[],
  regime: RegimeName,
  id: ProtocolId,
): AblationScores | null {
  const found = models.find((model) => model.regime === regime && model.name === scoresName(id))
  if (!found) return null
  const { columns, experts, form } = found.meta as Pick<SystemScores, 'experts' | 'form'> & LeftOut
  const [gate, probability] = [found.weights['gate']!.data, found.weights['probability']!.data]
  return { columns, scores: { experts, form, gate, probability } }
}

/** The ablation of a regime as it was stored. */
export function storedAblation(models: readonly StoredModel[], regime: RegimeName): Ablation | null {
  const own = models.filter(
    ({ regime: of, name }) => of === regime && isAblation(name) && !name.startsWith(`${PREFIX}scores of `),
  )
  const first = own[0]?.meta as LeftOut | undefined
  if (!first) return null
  const networks = own.map(({ name, weights, meta }) => ({
    name: name.slice(PREFIX.length),
    weights,
    meta: (meta as { meta: unknown }).meta,
  }))
  return { columns: first.columns, places: first.places, networks }
}
