/** A protocol in a few words: its id, and what it was trained and tested on. */
import type { ProtocolResult } from '../../../preload/contract/evaluation.ts'

export function protocolName({
  id,
  title,
  train,
  test,
}: Pick<ProtocolResult, 'id' | 'title' | 'train' | 'test'>): string {
  return title.endsWith('as captured') ? `${id} as captured` : `${id} ${train.kind} → ${test.kind}`
}
