/** Shapes that several domains share. */
import { z } from 'zod'

/** Microseconds since 1970-01-01T00:00:00Z. Exact as a double until the year 2255. */
export const Micros = z.number()
export type Micros = z.infer<typeof Micros>

export const Id = z.string().min(1).max(100)
export const Path = z.string().min(1).max(4096)
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** Answer of every call that starts long work; follow it with `jobs.watch`. */
export const Started = z.object({ job: z.string() })

export const Page = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(200) }
