/** Evidence files: understood before import, imported whole or not at all, checked again on demand. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Micros, Page, Path, Sha256, Started } from './common.ts'
import { ENCODINGS } from './encodings.ts'
import { Guess, ProfileMatch } from './understanding.ts'

/** What text may be written in, where its bytes do not say so themselves. */
export const Encoding = z.enum(ENCODINGS)
export type Encoding = z.infer<typeof Encoding>

/** How a file is read, and which columns play which part. Column names are as flattened: nested keys joined by dots. */
export const Mapping = z.strictObject({
  /** Only where the bytes do not say it. Left out: UTF-8 or UTF-16 as found, Windows-1252 for what is neither. */
  encoding: Encoding.optional(),
  /** Of a table; left out: the one that cuts its lines alike. */
  delimiter: z.string().length(1).optional(),
  /** Whether the first row of a table names its columns; left out: it does. Without: `column_1`, `column_2`, … */
  header: z.boolean().optional(),
  /** Column that holds the event's time. */
  time: z.string().nullable(),
  /** How numbers in the time column count; text times carry their own format. */
  timeUnit: z.enum(['s', 'ms', 'us', 'ns']).optional(),
  /** Of dates like 10/11/2024; left out: as the data says. */
  timeOrder: z.enum(['day-first', 'month-first']).optional(),
  host: z.string().nullable(),
  /** Every account field that may name the user of an event. */
  users: z.array(z.string()),
  /** What kind of event it is, e.g. EventID. */
  action: z.string().nullable(),
  /** Columns that hold labels or truth: never features. */
  labels: z.array(z.string()),
})
export type Mapping = z.infer<typeof Mapping>

/** The parts of a mapping that a person decided; the rest is understood from the file. */
export const Choices = Mapping.partial()
export type Choices = z.infer<typeof Choices>

export const CaptureFormat = z.enum([
  'csv',
  'zeek',
  'ndjson',
  'json',
  'xml',
  'wineventlog',
  'evtx',
  'parquet',
  'arrow',
])
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
  /** Every part of the reading with what speaks for it, in the order in which a person would check them. */
  guesses: z.array(Guess),
  /** Stored profiles that fit its columns, best first. */
  profiles: z.array(ProfileMatch).optional(),
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
export const ReadAs = z.enum(['capture', 'alerts'])
export const Anchor = z.enum(['fired', 'first', 'last'])
/** One file, and what was decided about it. */
export const FileToRead = z.object({
  path: Path,
  /** Left out: as the file looks. */
  as: ReadAs.optional(),
  zone: Zone.optional(),
  mapping: Choices.optional(),
})
export type FileToRead = z.infer<typeof FileToRead>
export const FileToImport = FileToRead.extend({
  anchor: Anchor.optional(),
  /** Refused when it looks like the other; left out: taken as what it looks like. */
  only: ReadAs.optional(),
})
export type FileToImport = z.infer<typeof FileToImport>

export const evidence = {
  list: oc.input(z.object({})).output(z.array(Source)),
  inspect: oc.input(FileToRead).output(Inspection),
  /** The files that these paths stand for: folders with all that is in them and below, in order, each once. */
  files: oc
    .input(z.object({ paths: z.array(Path).max(5000) }))
    .output(
      z.object({ files: z.array(z.object({ path: z.string(), size: z.int() })), truncated: z.boolean() }),
    ),
  /** Result of the job: `{ source, rows, accepted, rejected, sha256 }`. */
  import: oc
    .input(
      z.object({
        path: Path,
        as: z.literal('capture').optional(),
        zone: Zone.optional(),
        mapping: Choices.optional(),
      }),
    )
    .output(Started),
  /** Result of the job: `{ source, rows, accepted, rejected, sha256 }`. */
  importAlerts: oc
    .input(
      z.object({ path: Path, zone: Zone.optional(), anchor: Anchor.optional(), mapping: Choices.optional() }),
    )
    .output(Started),
  /** One piece of work for many files; each is in the case whole or not at all. Result of the job: ImportedFiles. */
  importFiles: oc.input(z.object({ files: z.array(FileToImport).min(1).max(5000) })).output(Started),
  rejected: oc
    .input(z.object({ source: z.int(), ...Page }))
    .output(z.object({ total: z.int(), rows: z.array(Rejected) })),
  /**
   * Hashes every evidence file again, and recomputes labels, models, scores, numbers and reports from what the case holds;
   * result: `{ ok, checks: VerifyCheck[] }`.
   */
  verify: oc.input(z.object({})).output(Started),
  /** JSON Schema of what may be decided about a file, for the editor. */
  mappingSchema: oc.input(z.object({})).output(z.record(z.string(), z.unknown())),
}

export const VerifyCheck = z.object({ what: z.string(), ok: z.boolean(), detail: z.string() })
export type VerifyCheck = z.infer<typeof VerifyCheck>
