/** The expert for the unknown in plain sentences. */
import type { SettingsOf } from '../../preload/contract/models.ts'
import { listing, percent } from '../../preload/figures/format.ts'

/** As a system of its own. */
export function unknownInWords(model: SettingsOf<'novelty'>): string[] {
  const knows =
    model.density === 'nearest'
      ? 'How strange an event is, is its distance to the nearest benign training event.'
      : `How strange an event is, is how unlikely a Gaussian mixture finds it; of mixtures with ${listing(model.components.map(String), 12)} components the one is taken that finds held-out benign events likeliest.`
  return [
    'One expert for the unknown: it learned from benign training events only and knows no attack. Whatever is unlike them is an alarm.',
    `${knows} The threshold is set so that ${percent(model.falseAlarms)} of the benign validation events would be alarms.`,
    'It cannot say which attack an event is: all attacks are one class here, and for everything that stands beside it.',
  ]
}

/** Beside a panel. */
export const OBJECTION =
  'One more expert, unknown, learned from benign training events only. Where the panel calls an event benign, and it is stranger than 99 % of the benign validation events, the answer is "unknown": an alarm without a class. It never overrules an attack that the panel names.'
