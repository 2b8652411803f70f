/** Stops a training whose numbers are no longer numbers, and says where it happened and what was in the batch. */
import { Problem } from '../../../preload/contract/problem.ts'
import { allFinite } from './plan.ts'
import type { Chunk } from './stepper.ts'
import type { Rows, TrainPlan } from '../types.ts'

const ADVICE =
  'Lower the learning rate; look at the features with the largest values, which may need another scale.'

/** Throws `loss-not-finite` if a loss (steps × networks) or a parameter of the chunk is NaN or infinite. */
export function guardChunk(
  plan: TrainPlan,
  chunk: Chunk,
  epoch: number,
  losses: Float32Array,
  parameters: Float32Array,
): void {
  const bad = losses.findIndex((loss) => !Number.isFinite(loss))
  if (bad >= 0) {
    const networks = losses.length / chunk.count
    const step = Math.floor(bad / networks)
    const network = bad % networks
    const known = plan.networks?.[network] ?? `network ${network + 1} of ${networks}`
    const which = networks > 1 ? ` (${known})` : ''
    fail(plan, `The loss of ${plan.name}${which} became ${losses[bad]}`, chunk, step, epoch)
  }
  if (!allFinite(parameters)) {
    fail(plan, `A weight of ${plan.name} stopped being a finite number`, chunk, chunk.count - 1, epoch)
  }
}

/** Throws `loss-not-finite` if a validation loss is NaN or infinite. */
export function guardValidation(plan: TrainPlan, epoch: number, losses: number[]): void {
  const bad = losses.find((loss) => !Number.isFinite(loss))
  if (bad === undefined || !plan.validation) return
  const { x } = plan.validation
  const message = `The validation loss of ${plan.name} became ${bad} after epoch ${epoch}`
  const held = range(x.data)
  throw new Problem('loss-not-finite', `${message}; its features range from ${held}`, { advice: ADVICE })
}

function fail(plan: TrainPlan, what: string, chunk: Chunk, step: number, epoch: number): never {
  const rows = chunk.order.subarray(step * chunk.batch, (step + 1) * chunk.batch)
  const place = `at step ${chunk.firstStep + step + 1} (epoch ${epoch})`
  const held = `features from ${rangeOfRows(plan.x, rows)} and targets from ${rangeOfRows(plan.y, rows)}`
  const more = [widest(plan.x, rows), targetsHeld(plan.y, rows)].join('; ')
  const message = `${what} ${place}; the batch held ${rows.length} rows with ${held} (${more})`
  throw new Problem('loss-not-finite', message, { advice: ADVICE })
}

/** Columns of a batch that are told one by one. */
const TOLD = 6

/** The columns that reach farthest in these rows, with their ranges; names where the table has them. */
function widest(x: Rows & { names?: readonly string[] }, rows: Int32Array): string {
  const least = new Float32Array(x.columns).fill(Infinity)
  const most = new Float32Array(x.columns).fill(-Infinity)
  for (const row of rows)
    for (let k = 0; k < x.columns; k++) {
      const value = x.data[row * x.columns + k]!
      least[k] = Math.min(least[k]!, value)
      most[k] = Math.max(most[k]!, value)
    }
  const reach = (k: number) => Math.max(Math.abs(least[k]!), Math.abs(most[k]!))
  const far = Array.from(least.keys()).sort((a, b) => reach(b) - reach(a))
  const told = far.slice(0, TOLD).map((k) => `${x.names?.[k] ?? `column ${k + 1}`} ${least[k]} to ${most[k]}`)
  return `farthest: ${told.join(', ')}${far.length > TOLD ? ', …' : ''}`
}

/** Of 0/1 targets, how many rows have each; of others, the range of each. */
function targetsHeld({ columns, data }: Rows, rows: Int32Array): string {
  const told = Array.from({ length: Math.min(columns, 2 * TOLD) }, (_, k) => {
    const values = Array.from(rows, (row) => data[row * columns + k]!)
    const flags = values.every((value) => value === 0 || value === 1)
    return flags
      ? `${values.filter((value) => value === 1).length} of target ${k + 1}`
      : `target ${k + 1} from ${range(Float32Array.from(values))}`
  })
  return `rows: ${told.join(', ')}${columns > told.length ? ', …' : ''}`
}

function rangeOfRows({ columns, data }: Rows, rows: Int32Array): string {
  const picked = new Float32Array(rows.length * columns)
  rows.forEach((row, i) => picked.set(data.subarray(row * columns, (row + 1) * columns), i * columns))
  return range(picked)
}

function range(data: Float32Array): string {
  let least = Infinity
  let most = -Infinity
  for (const value of data) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return `${least} to ${most}`
}
