/** Entry of the process of one column: `column-process ENGINE LENGTH`; it tells the column as one message, and ends. */
import { column, type Length } from './column.ts'
import type { SubjectName } from './subjects.ts'

const [, , engine, length] = process.argv
const found = await column(engine as SubjectName, length as Length)
process.send?.(found, () => process.exit())
