/** A text of Windows events into chunks. */
import { ChunkRows, type CaptureReader, type Receiver } from '../columns/chunk-rows.ts'
import { decodeText, type Transcoder } from '../encoding.ts'
import { type ColumnKind, JsonColumns } from '../json/columns.ts'
import { type JsonObject, Unfit } from '../json/parse.ts'
import { Places } from '../places.ts'
import type { Stop } from '../segments/standing.ts'
import { eventTextFields } from './event-text.ts'
import { eventFields } from './event-xml.ts'
import { type EventForm, FRAMINGS } from './framing.ts'
import { type EventBatch, EventRecords } from './records.ts'

/** The fields of one event. @throws Unfit */
const FIELDS: Record<EventForm, (text: string) => JsonObject> = {
  xml(text) {
    const { fields, fault } = eventFields(text, true)
    if (fault !== null) throw new Unfit(fault)
    if (Object.keys(fields).length === 0) throw new Unfit('the event has no fields')
    return fields
  },
  wineventlog: eventTextFields,
}

export class EventReader implements CaptureReader {
  readonly #records: EventRecords
  readonly #fieldsOf: (text: string) => JsonObject
  readonly #columns: JsonColumns
  readonly #places: Places
  readonly #to: Receiver
  readonly #chunk = new ChunkRows()
  /** Byte of the original that the reading stands at. */
  #byte = 0

  constructor(form: EventForm, kindOf: (name: string) => ColumnKind, map: Transcoder, to: Receiver) {
    this.#records = new EventRecords(FRAMINGS[form])
    this.#fieldsOf = FIELDS[form]
    this.#columns = new JsonColumns(kindOf)
    this.#places = new Places(map)
    this.#to = to
  }

  push(block: Buffer): void {
    this.#take(this.#records.push(block))
  }

  end(): void {
    this.#take(this.#records.end())
    this.flush()
  }

  flush(): void {
    if (this.#chunk.rows > 0) this.#to.chunk(this.#chunk.take(this.builders()))
  }

  builders() {
    return [...this.#columns.columns.values()].map(({ builder }) => builder)
  }

  unreadableTimes(): number {
    return [...this.#columns.columns.values()].reduce((sum, { unreadable }) => sum + unreadable, 0)
  }

  stop(): Stop {
    return { byte: this.#byte, lines: this.#records.lines, standing: null }
  }

  unclosed(): null {
    return null
  }

  #take(batch: EventBatch): void {
    for (let i = 0; i < batch.records.count; i++) {
      const place = this.#places.next(batch, i)
      const refused = this.#places.refusal(batch, i, place) ?? this.#store(batch, i, place)
      if (refused) this.#to.rejected(refused)
      else {
        this.#chunk.add(place)
        if (this.#chunk.full(this.#columns.columns.size)) this.flush()
      }
    }
    this.#byte = this.#places.passed(batch)
  }

  /** @returns what the case keeps of an event that could not be stored */
  #store(batch: EventBatch, i: number, place: { byte: number; length: number }) {
    const { from, to } = batch.records
    try {
      this.#columns.store(this.#fieldsOf(decodeText(batch.bytes.subarray(from[i], to[i]))), this.#chunk.rows)
      return null
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      return this.#places.refusal(batch, i, place, error.message)
    }
  }
}
