/** The one connection of the window to the services. Set once at start, before anything is drawn that needs it. */
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import type { Contract } from '../../../preload/contract/index.ts'
import type { Client } from '../../../preload/client/connect.ts'
import { problemOf } from './problem.ts'

type Inputs = InferContractRouterInputs<Contract>
type Outputs = InferContractRouterOutputs<Contract>
type Domain = keyof Contract

/** `domain.procedure`, e.g. `events.page`. */
export type CallName = { [D in Domain]: `${D}.${keyof Contract[D] & string}` }[Domain]
type Of<T, N extends CallName> = N extends `${infer D}.${infer P}`
  ? D extends keyof T
    ? P extends keyof T[D]
      ? T[D][P]
      : never
    : never
  : never
export type Input<N extends CallName> = Of<Inputs, N>
export type Output<N extends CallName> = Of<Outputs, N>

let connected: Client | null = null

/** To be called once, when the connection stands. */
export function setClient(client: Client): void {
  connected = client
}

/** The connection. Throws before `setClient`: nothing that calls may be drawn before it. */
export function getClient(): Client {
  if (!connected) throw new Error('The window is not connected yet')
  return connected
}

type AnyCall = (input: unknown, options?: { signal?: AbortSignal }) => Promise<unknown>

/** The procedure of that name; what it takes and answers the contract says, and the caller must keep to it. */
export function procedureOf(name: CallName): AnyCall {
  const [domain = '', procedure = ''] = name.split('.')
  const domains = getClient() as unknown as Record<string, Record<string, AnyCall>>
  const run = domains[domain]?.[procedure]
  if (!run) throw new Error(`No such call: ${name}`)
  return run
}

/**
 * Calls a procedure of the contract.
 * @throws Problem, whatever went wrong, so that every failure can be shown the same way
 */
export async function call<N extends CallName>(
  name: N,
  input: Input<N>,
  signal?: AbortSignal,
): Promise<Output<N>> {
  try {
    return (await procedureOf(name)(input, signal ? { signal } : {})) as Output<N>
  } catch (error) {
    throw problemOf(error)
  }
}
