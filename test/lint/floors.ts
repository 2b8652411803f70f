/**
 * Lint rule `tribunal/floors`: rooms import downward only, and Electron stays in its three places.
 *
 * Each room stands on a floor (see docs/architecture.md). An import is allowed when it stays in the room or leads to a
 * lower floor; the few neighbors on one floor that may meet are listed. The rule resolves relative paths itself, so it
 * needs no type information and costs next to nothing.
 */
import { dirname, relative, resolve, sep } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** Floor of each room, from the ground up; the longest matching path wins. */
const floors: Record<string, number> = {
  'preload/contract': 0,
  'main/case': 0,
  'preload/figures': 1,
  'main/engine': 1,
  'main/models': 1,
  'main/capture': 2,
  'main/labeling': 2,
  'main/features': 2,
  'main/practice': 2,
  'main/training': 3,
  'main/alerts': 3,
  'main/evaluation': 4,
  'main/scoring': 4,
  'main/report': 5,
  'main/exports': 5,
  'main/jobs': 6,
  'main/api': 7,
  'main/faces': 8,
  'main/index.ts': 9,
  'preload/client': 1,
  'preload/index.ts': 2,
  renderer: 3,
}
/** Same-floor imports that are wanted: [from, to]. */
const neighbors = new Set([
  'main/models>main/engine',
  'main/scoring>main/evaluation',
  'main/case>preload/contract',
])
/** The window sees the contract, the figures and the client; nothing of main. */
const windowSees = new Set(['renderer', 'preload/contract', 'preload/figures', 'preload/client'])
const electronHomes = ['main/index.ts', 'main/faces/electron/', 'preload/index.ts']

/** The room of a path relative to the root, or undefined outside the house (tests, configs). */
export function roomOf(path: string): string | undefined {
  const parts = path.split(sep).join('/').split('/')
  for (let length = parts.length; length > 0; length--) {
    const room = parts.slice(0, length).join('/')
    if (room in floors) return room
  }
  return undefined
}

/** Why this import is not allowed, or null when it is. Paths are relative to the root. */
export function refusal(from: string, to: string): string | null {
  const [room, target] = [roomOf(from), roomOf(to)]
  if (!room) return null
  if (to.startsWith('test/')) return `${room} may not import tests`
  if (!target || room === target || neighbors.has(`${room}>${target}`)) return null
  if (room === 'renderer' && !windowSees.has(target)) return `the window may not import ${target}`
  if (room.startsWith('preload') && target.startsWith('main')) return `${room} may not import ${target}`
  const [mine = 0, theirs = 0] = [floors[room], floors[target]]
  return theirs < mine ? null : `${room} (floor ${mine}) may not import ${target} (floor ${theirs})`
}

interface ImportNode {
  source: { value: unknown } | null
}
interface Context {
  filename: string
  report(problem: { node: unknown; message: string }): void
}

function check(context: Context, node: ImportNode): void {
  const specifier = node.source?.value
  if (typeof specifier !== 'string') return
  const file = relative(root, context.filename)
  const slashed = file.split(sep).join('/')
  if (specifier === 'electron' && roomOf(file) && !electronHomes.some((home) => slashed.startsWith(home)))
    context.report({ node, message: `Electron is imported in ${electronHomes.join(', ')} only` })
  if (!specifier.startsWith('.')) return
  const why = refusal(file, relative(root, resolve(dirname(context.filename), specifier)))
  if (why) context.report({ node, message: `Imports go down one way: ${why}` })
}

const floorsRule = {
  create(context: Context) {
    const visit = (node: ImportNode): void => check(context, node)
    return {
      ImportDeclaration: visit,
      ExportNamedDeclaration: visit,
      ExportAllDeclaration: visit,
      ImportExpression: visit,
    }
  },
}

export default { meta: { name: 'tribunal' }, rules: { floors: floorsRule } }
