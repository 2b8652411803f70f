/** Entry of the thread that hashes and compresses chunks while the next ones are parsed. Started by chunk-maker.ts. */
import { parentPort } from 'node:worker_threads'
import type { FromThread, ToThread } from './chunk-messages.ts'
import { ChunkWork } from './chunk-work.ts'

const work = new ChunkWork()

function answer(message: FromThread): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(message)
}

parentPort?.on('message', (message: ToThread) => {
  if (message.say === 'original') {
    work.original(message.block)
    answer({ say: 'hashed', bytes: message.block.length })
  } else if (message.say === 'passed') work.passed(message.rows, message.byte)
  else if (message.say === 'chunk') answer({ say: 'made', chunk: work.chunk(message.chunk) })
  else answer({ say: 'ended', sha256: work.sha256() })
})
