/** Label sets: what labels were made by (a window rule, a column), with the label of every event, as columns of their own. */
import {
  isColumnRule,
  type LabelRule,
  type LabelSet,
  type Labeling,
} from '../../preload/contract/labeling.ts'
import { Problem } from '../../preload/contract/problem.ts'
import type { CaseFile } from './case-file.ts'
import { record } from './custody.ts'
import { canonicalJson, sha256 } from './hash.ts'
import { pack, unpack } from './codec/pack.ts'
import { reading, transact } from './storage-problem.ts'

/** What `labels` says of an event beside a class. */
export const APART = -1
export const DROPPED = -2
export const NO_TIME = -3
/** Of labels from a column: nothing stands there, so nothing is known of the event. */
export const NO_LABEL = -4

export interface LabelColumns {
  /** classes[0] is `benign`; labels index it. */
  classes: string[]
  /** Per event of the case: 0 benign, 1..K a class, or APART, DROPPED, NO_TIME, NO_LABEL. */
  labels: Int16Array
  /** Per event: the id of the alert that decided, or -1. */
  alerts: Int32Array
  /** Policy `all`: every (event, class) pair beyond the one in `labels`, by event and class. */
  all?: { events: Uint32Array; classes: Int16Array }
}

interface Row {
  id: number
  created_at: number
  name: string
  rule: string
  rule_hash: string
  labels_hash: string
  labeling: string
}
interface Blobs {
  classes: string
  labels: Buffer
  alerts: Buffer
  pair_events: Buffer | null
  pair_classes: Buffer | null
  events: number
  pairs: number | null
}
const DESCRIPTION = 'SELECT id, created_at, name, rule, rule_hash, labels_hash, labeling FROM label_sets'

/** The hash that identifies labels: over the class names and every array, byte for byte. */
export function hashLabels({ classes, labels, alerts, all }: LabelColumns): string {
  const parts = [labels, alerts, ...(all ? [all.events, all.classes] : [])]
  return sha256(canonicalJson([classes, ...parts.map((part) => [part.length, sha256(bytesOf(part))])]))
}

/** Stores a label set with its custody entry; `labelsHash` is kept as given. */
export function saveLabelSet(
  c: CaseFile,
  set: Omit<LabelSet, 'id' | 'createdAt'>,
  columns: LabelColumns,
): LabelSet {
  const createdAt = Date.now() * 1000
  return transact(c, () => {
    const { lastInsertRowid } = c.db
      .prepare(
        `INSERT INTO label_sets (created_at, name, rule, rule_hash, labels_hash, labeling, classes, events, labels,
           alerts, pairs, pair_events, pair_classes)
         VALUES (@createdAt, @name, @rule, @ruleHash, @labelsHash, @labeling, @classes, @events, @labels,
           @alerts, @pairs, @pairEvents, @pairClasses)`,
      )
      .run({
        ...set,
        createdAt,
        rule: JSON.stringify(set.rule),
        labeling: JSON.stringify(set.labeling),
        classes: JSON.stringify(columns.classes),
        events: columns.labels.length,
        labels: pack(columns.labels),
        alerts: pack(columns.alerts),
        pairs: columns.all ? columns.all.events.length : null,
        pairEvents: columns.all ? pack(columns.all.events) : null,
        pairClasses: columns.all ? pack(columns.all.classes) : null,
      })
    const saved: LabelSet = { ...set, id: idText(Number(lastInsertRowid)), createdAt }
    const { labeled, events } = set.labeling
    const { id, name, rule, ruleHash, labelsHash } = saved
    record(c, 'labels-locked', { id, name, rule, ruleHash, labelsHash, events, labeled })
    return saved
  })
}

/** Every label set, oldest first. */
export function listLabelSets(c: CaseFile): LabelSet[] {
  return reading(c, () => c.db.prepare<[], Row>(`${DESCRIPTION} ORDER BY id`).all().map(toLabelSet))
}

/**
 * One label set; null takes the newest.
 * @throws Problem no-such-label-set, no-label-set (the case has none yet)
 */
export function getLabelSet(c: CaseFile, id: string | null): LabelSet {
  return reading(c, () => {
    const row =
      id === null
        ? c.db.prepare<[], Row>(`${DESCRIPTION} ORDER BY id DESC LIMIT 1`).get()
        : c.db.prepare<[number], Row>(`${DESCRIPTION} WHERE id = ?`).get(idNumber(id))
    if (row) return toLabelSet(row)
    throw id === null ? noneYet(c) : unknown(c, id)
  })
}

/** Columns that some label set of the case was made from: they hold the answer, whatever they are called. */
export function truthColumns(c: CaseFile): string[] {
  return [...new Set(listLabelSets(c).flatMap(({ rule }) => (isColumnRule(rule) ? rule.columns : [])))]
}

/** The class names of a label set, `benign` first, without reading its labels. */
export function labelClasses(c: CaseFile, id: string): string[] {
  const find = c.db.prepare<[number], string>('SELECT classes FROM label_sets WHERE id = ?').pluck()
  return reading(c, () => {
    const classes = find.get(idNumber(id))
    if (classes === undefined) throw unknown(c, id)
    return JSON.parse(classes) as string[]
  })
}

/** The labels of one label set. Events imported after it was locked are not in it: the arrays are shorter then. */
export function readLabels(c: CaseFile, id: string): LabelColumns {
  const find = c.db.prepare<[number], Blobs>(
    'SELECT classes, events, labels, alerts, pairs, pair_events, pair_classes FROM label_sets WHERE id = ?',
  )
  return reading(c, () => {
    const row = find.get(idNumber(id))
    if (!row) throw unknown(c, id)
    const columns: LabelColumns = {
      classes: JSON.parse(row.classes) as string[],
      labels: unpack(row.labels, new Int16Array(row.events)),
      alerts: unpack(row.alerts, new Int32Array(row.events)),
    }
    if (row.pairs === null || !row.pair_events || !row.pair_classes) return columns
    const events = unpack(row.pair_events, new Uint32Array(row.pairs))
    return { ...columns, all: { events, classes: unpack(row.pair_classes, new Int16Array(row.pairs)) } }
  })
}

function toLabelSet(row: Row): LabelSet {
  return {
    id: idText(row.id),
    name: row.name,
    rule: JSON.parse(row.rule) as LabelRule,
    ruleHash: row.rule_hash,
    labelsHash: row.labels_hash,
    createdAt: row.created_at,
    labeling: JSON.parse(row.labeling) as Labeling,
  }
}

function bytesOf(part: ArrayBufferView): Uint8Array {
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
}

function idText(id: number): string {
  return `labels-${id}`
}

/** 0, which no row has, for what is no id. */
function idNumber(id: string): number {
  return Number(/^labels-(\d{1,9})$/.exec(id)?.[1] ?? 0)
}

function noneYet(c: CaseFile): Problem {
  return new Problem('no-label-set', 'The case has no labels yet.', {
    where: { file: c.path },
    advice:
      'Import alerts, set the labeling window, and lock it into a label set; or take the labels from a column of the capture.',
  })
}

function unknown(c: CaseFile, id: string): Problem {
  return new Problem('no-such-label-set', `The case has no label set ${id}.`, {
    where: { file: c.path },
    advice: 'List the label sets to see what there is.',
  })
}
