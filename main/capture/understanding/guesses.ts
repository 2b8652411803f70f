/** Everything that was guessed about a capture, in the order in which a person would check it. */
import type { Guess } from '../../../preload/contract/understanding.ts'
import type { Choices } from '../../../preload/contract/evidence.ts'
import { alertColumns } from './fields.ts'
import type { Examined } from './inspect.ts'
import { columnGuesses } from './column-guesses.ts'
import { guess } from './counted.ts'
import { delimiterGuess, encodingGuess, formatGuess, headerGuess } from './text-guesses.ts'
import { orderGuess, timeGuess, zoneGuess } from './time-guesses.ts'

export interface Decided {
  mapping?: Choices | undefined
  zone?: string | undefined
  as?: 'capture' | undefined
}

export function captureGuesses(examined: Examined, decided: Decided): Guess[] {
  const { file, sample, mapping, style } = examined
  const is = (part: keyof Choices): boolean => decided.mapping?.[part] !== undefined
  const when = [
    timeGuess(sample, mapping, style, is('time')),
    orderGuess(style, is('timeOrder')),
    zoneGuess(sample, mapping, style, decided.zone !== undefined),
  ].filter((one) => one !== null)
  const parts = { host: is('host'), users: is('users'), action: is('action'), labels: is('labels') }
  return [
    kindGuess(examined, decided.as !== undefined),
    formatGuess(file, sample),
    ...textGuesses(examined, decided.mapping ?? {}),
    ...when,
    ...columnGuesses(sample, mapping, parts),
  ]
}

/** An event is not an alert: by the columns that only alerts have. */
function kindGuess({ sample }: Examined, chosen: boolean): Guess {
  const why = alertColumns(sample.columns.map(({ name }) => name))
  return guess('kind', {
    value: 'log capture',
    confidence: why === null ? 1 : 0,
    evidence:
      why === null
        ? `none of ${sample.columns.length} columns is one that only alerts have`
        : `it has ${why}`,
    ask: 'Are these events, or alerts?',
    chosen,
  })
}

function textGuesses({ file }: Examined, choices: Choices): Guess[] {
  if (file.kind !== 'text') return []
  const { head, layout } = file
  const encoding = encodingGuess(file, choices.encoding)
  if (layout.format !== 'csv') return [encoding]
  return [
    encoding,
    delimiterGuess(head.bytes, head.whole, layout.csv, choices.delimiter !== undefined),
    headerGuess(head.bytes, head.whole, layout.csv, choices.header),
  ]
}
