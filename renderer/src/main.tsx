/**
 * Entry of the window. Schemas compile their checks with `new Function` where they may, and find out by trying, which
 * the page's policy forbids and reports: so zod is told first, and everything that makes a schema is loaded after.
 */
import './app/early-theme.ts'
import '@mantine/core/styles.layer.css'
import './app/global.css'
import { z } from 'zod'

z.config({ jitless: true })

const { start } = await import('./app/start.tsx')
start()
