/** Evidence files: understood before import, imported whole or not at all, checked again on demand. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Micros, Page, Path, Sha256, Started } from './common.ts'

/** Which columns play which part. Column names are as flattened: nested keys joined by dots. */
export const Mapping = z.strictObject({
  /** Column that holds the event's time. */
  time: z.string().nullable(),
  /** How numbers in the time column count; text times carry their own format. */
  timeUnit: z.enum(['s', 'ms', 'us', 'ns']).optional(),
  host: z.string().nullable(),
  /** Every account field that may name the user of an event. */
  users: z.array(z.string()),
  /** What kind of event it is, e.g. EventID. */
  action: z.string().nullable(),
  /** Columns that hold labels or truth: never features. */
  labels: z.array(z.string()),
})
export type Mapping = z.infer<typeof Mapping>

export const CaptureFormat = z.enum(['csv', 'zeek', 'ndjson', 'json', 'evtx', 'parquet', 'arrow'])
export const AlertFormat = z.enum([
  'csv',
  'splunk-json-lines',
  'splunk-json-array',
  'splunk-json-results',
  'stash',
])
export const ColumnType = z.enum(['integer', 'number', 'text', 'time', 'boolean'])
export type ColumnType = z.infer<typeof ColumnType>

export const SourceColumn = z.object({
  name: z.string(),
  type: ColumnType,
  /** Rows with no value. */
  nulls: z.int(),
  /** Distinct values where counted (text columns), else null. */
  distinct: z.int().nullable(),
})
export type SourceColumn = z.infer<typeof SourceColumn>

export const Source = z.object({
  id: z.int(),
  kind: z.enum(['capture', 'alerts']),
  name: z.string(),
  path: z.string(),
  /** Bytes of the file as it lies there (compressed, if it is). */
  size: z.int(),
  sha256: Sha256,
  reader: z.string(),
  rows: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  zone: z.string(),
  /** Why this zone: e.g. `every time carries Z`. */
  zoneEvidence: z.string(),
  first: Micros.nullable(),
  last: Micros.nullable(),
  importedAt: Micros,
  mapping: Mapping.nullable(),
  columns: z.array(SourceColumn),
})
export type Source = z.infer<typeof Source>

export const Inspection = z.object({
  path: z.string(),
  name: z.string(),
  size: z.int(),
  kind: z.enum(['capture', 'alerts']),
  /** A CaptureFormat or an AlertFormat. */
  format: z.string(),
  compression: z.enum(['none', 'gzip', 'zstd']),
  encoding: z.string(),
  delimiter: z.string().nullable(),
  zone: z.string(),
  zoneEvidence: z.string(),
  /** 0 to 1: share of the sampled rows that the mapping could read fully. */
  confidence: z.number(),
  mapping: Mapping,
  columns: z.array(z.object({ name: z.string(), type: ColumnType, sample: z.string() })),
  /** The first rows as text, at most 20, in the order of `columns`. */
  rows: z.array(z.array(z.string())),
  warnings: z.array(z.string()),
})
export type Inspection = z.infer<typeof Inspection>

export const Rejected = z.object({
  line: z.int(),
  byte: z.int(),
  length: z.int(),
  reason: z.string(),
  /** The first 200 characters of the row. */
  excerpt: z.string(),
})
export type Rejected = z.infer<typeof Rejected>

export const Zone = z.string().max(60)
export const evidence = {
  list: oc.input(z.object({})).output(z.array(Source)),
  inspect: oc.input(z.object({ path: Path })).output(Inspection),
  /** Result of the job: `{ source, rows, accepted, rejected, sha256 }`. */
  import: oc
    .input(z.object({ path: Path, zone: Zone.optional(), mapping: Mapping.optional() }))
    .output(Started),
  /** Result of the job: `{ source, rows, accepted, rejected, sha256 }`. */
  importAlerts: oc
    .input(
      z.object({ path: Path, zone: Zone.optional(), anchor: z.enum(['fired', 'first', 'last']).optional() }),
    )
    .output(Started),
  rejected: oc
    .input(z.object({ source: z.int(), ...Page }))
    .output(z.object({ total: z.int(), rows: z.array(Rejected) })),
  /**
   * Hashes every evidence file again, and recomputes labels, models, scores, numbers and reports from what the case holds;
   * result: `{ ok, checks: VerifyCheck[] }`.
   */
  verify: oc.input(z.object({})).output(Started),
  /** JSON Schema of Mapping, for the editor. */
  mappingSchema: oc.input(z.object({})).output(z.record(z.string(), z.unknown())),
}

export const VerifyCheck = z.object({ what: z.string(), ok: z.boolean(), detail: z.string() })
export type VerifyCheck = z.infer<typeof VerifyCheck>
