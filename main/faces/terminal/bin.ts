#!/usr/bin/env node
/** Entry of the terminal face. `tribunal.mjs` starts it under a Node that can read it. */
import { main } from './program.ts'

await main(process.argv.slice(2))
