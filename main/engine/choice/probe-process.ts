/**
 * Entry of the process in which one GPU engine is tried: `probe-process NAME`. It tells what it found as one message and
 * ends at once; whatever a driver's threads still do ends with it.
 */
import { candidates } from './candidates.ts'
import { measure, oracle } from './measure.ts'

const candidate = candidates.find((one) => one.name === process.argv[2])
if (!candidate) throw new Error(`There is no engine called ${process.argv[2]}`)
const found = await measure(candidate, await oracle())
process.send?.(found, () => process.exit())
