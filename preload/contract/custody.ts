/** The custody log: append-only, each entry hashed over the one before. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Micros, Page } from './common.ts'

export const CustodyEntry = z.object({
  seq: z.int(),
  at: Micros,
  actor: z.string(),
  version: z.string(),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
})
export type CustodyEntry = z.infer<typeof CustodyEntry>

export const custody = {
  log: oc.input(z.object({ ...Page })).output(
    z.object({
      total: z.int(),
      intact: z.boolean(),
      brokenAt: z.int().nullable(),
      tip: z.string(),
      entries: z.array(CustodyEntry),
    }),
  ),
}
