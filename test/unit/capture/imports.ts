/** What tests of whole imports share: a case with one capture in it, its values, and why an import was refused. */
import { readText } from '../../../main/case/evidence/columns.ts'
import { getSource } from '../../../main/case/evidence/sources.ts'
import type { CaseFile } from '../../../main/case/case-file.ts'
import { file, folder, importInto, newCase } from './records.ts'

export const home = folder()
export const micros = (text: string) => Date.parse(text) * 1000

export async function imported(bytes: string | Uint8Array, more: { zone?: string; name?: string } = {}) {
  const c = newCase(home)
  const path = file(home, bytes, more.name)
  const result = await importInto(c, { path, ...(more.zone !== undefined && { zone: more.zone }) })
  return { c, path, ...result, source: getSource(c, result.source) }
}
export function texts(c: CaseFile, source: number, column: string): string[] {
  const { codes, values } = readText(c, source, column)
  return Array.from(codes, (code) => values[code]!)
}
export async function problemOf(
  act: Promise<unknown>,
): Promise<{ code: string; message: string; where?: { byte?: number; file?: string } }> {
  return act.then(
    () => {
      throw new Error('nothing was thrown')
    },
    (error: { code: string; message: string }) => error,
  )
}

export const table =
  'Timestamp,Computer,User,EventID,Score,Ok,Note\n2024-10-24T21:21:02.5Z,pc1,ann,4624,1.5,true,"said ""hi""\nthere"\n2024-10-24T21:21:01Z,pc1,007,4625,,False,\n'
