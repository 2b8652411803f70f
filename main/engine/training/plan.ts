/** Is this plan fit to be trained? Says what is wrong before any number is touched. */
import { Problem } from '../../../preload/contract/problem.ts'
import type { Rows, TrainPlan, TrainState, Weights } from '../types.ts'

/** Throws `bad-training-plan` for settings and `bad-training-data` for data that can't be trained on. */
export function checkPlan(plan: TrainPlan): void {
  checkSettings(plan)
  checkPair(plan.name, 'training', plan.x, plan.y)
  if (plan.validation) checkPair(plan.name, 'validation', plan.validation.x, plan.validation.y)
  if (plan.validation && plan.validation.x.columns !== plan.x.columns) {
    throw badPlan(
      plan.name,
      `validation rows have ${plan.validation.x.columns} features, not ${plan.x.columns}`,
    )
  }
  checkWeights(plan.name, plan.weights)
  checkCarried(plan)
  if (plan.apart) checkApart(plan)
}

/** Throws `bad-training-plan` unless the state is one that a training of this plan can have. */
export function checkState(plan: TrainPlan, state: TrainState): void {
  const total = Object.values(plan.weights).reduce((sum, { data }) => sum + data.length, 0)
  const { parameters, first, second, best, epoch, row, losses } = state
  const vectors = [parameters, first, second, ...(best ? [best.parameters] : [])]
  const fits =
    vectors.every((vector) => vector.length === total && allFinite(vector)) &&
    epoch === losses.length + 1 &&
    epoch <= plan.epochs + 1 &&
    row <= plan.x.rows &&
    (best !== null) === (plan.keepBest === true && losses.length > 0)
  if (!fits) throw badPlan(plan.name, 'the state to resume from is that of another training')
}

/** Throws unless the table is whole and every number finite. */
export function checkRows(name: string, what: string, table: Rows): void {
  checkTable(name, what, table)
  checkFinite(name, what, table, 0, table.rows)
}

/** Throws unless the table is whole; its numbers are not looked at. */
export function checkTable(name: string, what: string, { rows, columns, data }: Rows): void {
  if (columns < 1) {
    throw new Problem('bad-training-data', `The ${what} rows of ${name} have no columns`, {
      advice: 'Choose at least one feature.',
    })
  }
  if (data.length !== rows * columns) {
    throw badPlan(name, `${what} holds ${data.length} numbers, not ${rows} rows of ${columns}`)
  }
}

/** Throws unless every number of the rows from `first` to before `end` is finite. */
export function checkFinite(name: string, what: string, table: Rows, first: number, end: number): void {
  const { columns } = table
  const data = table.data.subarray(first * columns, end * columns)
  if (allFinite(data)) return
  const bad = data.findIndex((value) => !Number.isFinite(value))
  const place = `row ${first + Math.floor(bad / columns)}, column ${bad % columns}`
  throw new Problem('bad-training-data', `The ${what} rows of ${name} hold ${data[bad]} at ${place}`, {
    advice: 'Missing and infinite values must be filled in before training.',
  })
}

/** Throws unless every weight is a finite number and every shape fits its data. */
export function checkWeights(name: string, weights: Weights): void {
  if (Object.keys(weights).length === 0) throw badPlan(name, 'there are no weights')
  for (const [key, { shape, data }] of Object.entries(weights)) {
    if (shape.reduce((product, size) => product * size, 1) !== data.length) {
      throw badPlan(name, `${key} has ${data.length} numbers for shape [${shape.join(', ')}]`)
    }
    if (!allFinite(data)) throw badPlan(name, `${key} holds a number that is not finite`)
  }
}

/** Their sum tells: numbers that are not finite stay so, and float32 cannot add up to more than a sum holds. Four sums do not wait for each other. */
export function allFinite(data: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0]
  const whole = data.length & -4
  for (let i = 0; i < whole; i += 4) {
    a += data[i]!
    b += data[i + 1]!
    c += data[i + 2]!
    d += data[i + 3]!
  }
  for (let i = whole; i < data.length; i++) a += data[i]!
  return Number.isFinite(a + b + c + d)
}

function checkSettings(plan: TrainPlan): void {
  for (const key of ['epochs', 'batchSize'] as const) {
    if (!Number.isSafeInteger(plan[key]) || plan[key] < 1) {
      throw badPlan(plan.name, `${key} is ${plan[key]}, not a whole number from 1`)
    }
  }
  if (!Number.isFinite(plan.learningRate) || plan.learningRate <= 0) {
    throw badPlan(plan.name, `learningRate is ${plan.learningRate}, not above 0`)
  }
  if (plan.keepBest && !plan.validation) {
    throw badPlan(plan.name, 'the best epoch cannot be kept without validation rows')
  }
}

function checkCarried({ name, weights, carried = [] }: TrainPlan): void {
  const names = Object.keys(weights)
  const last = new Set(names.slice(names.length - carried.length))
  const fits = last.size === carried.length && carried.every((key) => last.has(key))
  if (!fits || last.size === names.length) throw badPlan(name, 'its carried weights are not the last ones')
}

function checkApart({ name, weights, y, carried = [] }: TrainPlan): void {
  const fits = Object.values(weights).every(({ shape }) => shape[0] === y.columns)
  if (!fits || carried.length > 0)
    throw badPlan(name, `its weights are not those of ${y.columns} networks apart`)
}

function checkPair(name: string, what: string, x: Rows, y: Rows): void {
  if (x.rows < 1) {
    throw new Problem('bad-training-data', `There are no ${what} rows for ${name}`, {
      advice: 'Use more events, or a split that leaves some for every part.',
    })
  }
  if (x.rows !== y.rows) throw badPlan(name, `${x.rows} ${what} rows have ${y.rows} targets`)
  checkRows(name, what, x)
  checkRows(name, `${what} target`, y)
}

const badPlan = (name: string, what: string) => new Problem('bad-training-plan', `Training ${name}: ${what}`)
