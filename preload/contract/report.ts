/** The report: one offline HTML file, and JSON with the same numbers. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Micros, Path, Sha256, Started } from './common.ts'

export const ReportInfo = z.object({
  id: z.string(),
  run: z.string(),
  title: z.string(),
  createdAt: Micros,
  htmlSha256: Sha256,
  jsonSha256: Sha256,
})
export type ReportInfo = z.infer<typeof ReportInfo>

export const reports = {
  /** Writes the report of a run into the case; result: ReportInfo. */
  write: oc
    .input(
      z.object({
        run: z.string(),
        title: z.string().max(200).optional(),
        notes: z.string().max(100_000).default(''),
      }),
    )
    .output(Started),
  list: oc.input(z.object({})).output(z.array(ReportInfo)),
  html: oc.input(z.object({ id: z.string() })).output(z.object({ html: z.string() })),
  /** Writes `report.html` and `report.json` into a folder. */
  save: oc.input(z.object({ id: z.string(), folder: Path })).output(z.object({ files: z.array(z.string()) })),
}
