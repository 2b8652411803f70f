/** A small labeled case with something to learn: event ids and sizes that differ between benign and two attacks. */
import { random } from '../../../main/engine/random.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { addCapture, addLabels, newCase } from '../features/small-case.ts'

const ids = [
  [4624, 4688, 5156],
  [4688, 1102],
  [4720, 4728],
]

/** 600 events by default: about 80 % benign, 12 % discovery, 8 % impact; a few of every class look like another. With `ids`, a process id too. */
export function attackCase(
  rows = 600,
  seed = 7,
  options: { binary?: boolean; ids?: boolean } = {},
): CaseFile {
  const next = random(seed)
  const labels: number[] = []
  const columns = {
    time: [] as number[],
    host: [] as string[],
    user: [] as string[],
    id: [] as number[],
    bytes: [] as number[],
  }
  for (let row = 0; row < rows; row++) {
    const draw = next()
    const label = draw < 0.8 ? 0 : draw < 0.92 ? 1 : 2
    labels.push(label)
    const looks = next() < 0.05 ? Math.floor(next() * 3) : label
    const kinds = ids[looks] ?? []
    columns.id.push(kinds[Math.floor(next() * kinds.length)] ?? 0)
    columns.bytes.push(Math.round(Math.exp(4 + 2 * looks + next())))
    columns.time.push(row * 1e6 + Math.floor(next() * 1e6))
    columns.host.push(next() < 0.5 ? 'A' : 'B')
    columns.user.push(label === 0 ? 'alice' : 'mallory')
  }
  const c = newCase()
  addCapture(
    c,
    {
      time: { type: 'time', data: columns.time },
      host: { type: 'text', data: columns.host },
      user: { type: 'text', data: columns.user },
      EventID: { type: 'integer', data: columns.id },
      bytes: { type: 'integer', data: columns.bytes },
      ...(options.ids && {
        processId: { type: 'integer', data: columns.id.map((_, row) => 400 + (row % 97)) },
      }),
      'label.truth': { type: 'text', data: labels.map((label) => `class ${label}`) },
    },
    { time: 'time', host: 'host', users: ['user'], action: 'EventID' },
  )
  if (options.binary)
    addLabels(
      c,
      ['benign', 'attack'],
      labels.map((label) => Math.min(label, 1)),
    )
  else addLabels(c, ['benign', 'discovery', 'impact'], labels)
  return c
}
