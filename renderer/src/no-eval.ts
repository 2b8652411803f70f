/** Zod would try `new Function` for speed; the page's Trusted Types forbid it. To be imported before any schema is made. */
import { config } from 'zod'

config({ jitless: true })
