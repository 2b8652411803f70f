/**
 * How confidence is counted. A guess has a share: of the rows looked at, those that agree with it. Where something else fits
 * too, the share is multiplied by own / (own + other): one half when both fit equally well, nothing lost when nothing else does.
 */
import type { Guess, GuessPart } from '../../../preload/contract/understanding.ts'
import { SURE_ENOUGH } from '../../../preload/contract/understanding.ts'

/** Columns of one part that are looked at: a hostile file may have thousands. */
export const MOST_COLUMNS_LOOKED_AT = 40

/** Share of `of` that agrees; 0 of nothing is 0. */
export const share = (agree: number, of: number): number => (of > 0 ? agree / of : 0)

/** The share of the better of two, made smaller by how well the other fits. @param own, other: any score, not negative */
export const against = (agrees: number, own: number, other: number): number =>
  own + other > 0 ? agrees * (own / (own + other)) : 0

export interface Told {
  value: string
  confidence: number | null
  evidence: string
  /** What to ask where it is not sure enough. */
  ask?: string
  /** Ask whatever the confidence. */
  must?: boolean
  /** Decided by a person: nothing is asked. */
  chosen?: boolean
}

export function guess(part: GuessPart, { ask, must = false, chosen = false, ...told }: Told): Guess {
  const unsure = must || (told.confidence !== null && told.confidence < SURE_ENOUGH)
  return { part, ...told, question: unsure && !chosen && ask ? ask : null, chosen }
}

export const some = (count: number, of: number, what: string): string =>
  `${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} ${what}`
