/** Columns that an encoder was fitted on and that a capture has not, and what becomes of them there. */
import { columnIn } from '../case/evidence/column-names.ts'
import type { Source } from '../../preload/contract/evidence.ts'
import type { Encoder } from './encoder.ts'

export interface MissingColumn {
  column: string
  /** What the model then sees in every row, in words. */
  becomes: string
}

/** Whether captures name hosts and users at all: where none does, rates count all events together. */
export interface Entities {
  host: boolean
  user: boolean
}

export function entitiesOf(sources: readonly Pick<Source, 'mapping'>[]): Entities {
  return {
    host: sources.some(({ mapping }) => typeof mapping?.host === 'string'),
    user: sources.some(({ mapping }) => (mapping?.users.length ?? 0) > 0),
  }
}

/**
 * The encoder's columns that the capture does not have, under no name that means the same.
 * @param trainedWith of the captures that the encoder was fitted on
 */
export function missingColumns(
  encoder: Pick<Encoder, 'columns'>,
  source: Pick<Source, 'columns' | 'mapping'>,
  trainedWith: Entities = { host: true, user: true },
): MissingColumn[] {
  return encoder.columns.flatMap((column): MissingColumn[] => {
    switch (column.kind) {
      case 'numeric':
      case 'categorical': {
        if (columnIn(source, column.column) !== null) return []
        const average =
          column.kind === 'numeric' ? "the training events' average" : 'none of the known values'
        const becomes = column.missingAt >= 0 ? 'missing, which training events were too' : average
        return [{ column: column.column, becomes }]
      }
      case 'rate': {
        const { mapping } = source
        const name = `rate ${column.seconds} s per ${column.entity}`
        if (!mapping?.time)
          return [{ column: name, becomes: "the training events' average, for there is no time" }]
        const known = column.entity === 'host' ? mapping.host !== null : mapping.users.length > 0
        return known || !trainedWith[column.entity]
          ? []
          : [{ column: name, becomes: `counted over all events, for there is no ${column.entity}` }]
      }
      case 'time-of-day':
        return source.mapping?.time ? [] : [{ column: 'time of day', becomes: 'none, for there is no time' }]
    }
  })
}

/** In one sentence, or null when nothing is missing. */
export function missingInWords(name: string, missing: readonly MissingColumn[], of: number): string | null {
  if (missing.length === 0) return null
  const shown = missing.slice(0, 8).map(({ column, becomes }) => `${column} (taken as ${becomes})`)
  const more = missing.length > shown.length ? `, and ${missing.length - shown.length} more` : ''
  return `${name} lacks ${missing.length} of ${of} columns that the model was trained on: ${shown.join(', ')}${more}.`
}
