/** A child process that does as the test says. */
import type { EngineChild } from '../../../main/jobs/child.ts'
import type { Answer, Command } from '../../../main/jobs/messages.ts'

export interface FakeChild extends EngineChild {
  readonly heard: Command[]
  killed: boolean
  say(answer: Answer): void
  die(reason: string): void
}

export function fakeChild(): FakeChild {
  let hear: (message: unknown) => void = () => {}
  let leave: (reason: string) => void = () => {}
  const child: FakeChild = {
    pid: undefined,
    heard: [],
    killed: false,
    post: (message) => void child.heard.push(message as Command),
    onMessage: (listener) => {
      hear = listener
    },
    onExit: (listener) => {
      leave = listener
    },
    kill: () => {
      child.killed = true
    },
    say: (answer) => hear(answer),
    die: (reason) => leave(reason),
  }
  return child
}

/** Lets everything that waits on settled promises run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
