/** A face for the test that kills one: starts an engine process that works for minutes, and prints its process id. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forkNode } from '../../../main/jobs/child.ts'

const [, , entry = ''] = process.argv
const folder = mkdtempSync(join(tmpdir(), 'face-'))
const child = forkNode(entry)
const task = { kind: 'practice', folder: join(folder, 'practice'), events: 60_000 }
child.onMessage(() => process.stdout.write(`${child.pid}\n`))
child.post({ say: 'start', id: 'x', casePath: join(folder, 'case.tribunal'), task })
