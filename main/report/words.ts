/** Rules and settings in plain sentences. */
import type { ExperimentConfig } from '../../preload/contract/experiment.ts'
import type { ColumnRule } from '../../preload/contract/label-column.ts'
import type { Rule } from '../../preload/contract/labeling.ts'
import type { SettingsOf } from '../../preload/contract/models.ts'
import { holdsOut } from '../../preload/contract/split-config.ts'
import { counted, decimal, duration, listing, percent } from '../../preload/figures/format.ts'
import { OBJECTION, unknownInWords } from './words-novelty.ts'

const anchors: Record<Rule['anchor'], string> = {
  fired: 'the time at which the alert fired',
  first: 'the first event that the alert names',
  last: 'the last event that the alert names',
}
const conflicts: Record<Rule['conflict'], string> = {
  nearest: 'An event in the windows of several alerts belongs to the nearest one.',
  all: 'An event in the windows of several classes carries all of them; it is trained and tested as the nearest one.',
  drop: 'An event in the windows of several classes is dropped.',
  priority:
    'An event in the windows of several classes belongs to the most important of them, then to the nearest alert.',
}
const entities: Record<Rule['entity'], string> = {
  exact: 'spelled exactly as in the alert',
  caseless: 'spelled as in the alert but for upper and lower case',
  normalized:
    'whatever its upper and lower case and without its domain (CORP\\Ann, ann@corp.example and ann are one)',
  domain:
    'whatever its upper and lower case, in the same domain (CORP\\Ann and ann@corp.example are one; no domain is any)',
}

/** The labeling rule as a paragraph. */
export function ruleInWords(rule: Rule): string[] {
  const entity = entities[rule.entity]
  return [
    `An event belongs to an alert if one of its account fields names the alert's user, ${entity}, and its time lies ${windowInWords(rule)}, both ends included.`,
    conflicts[rule.conflict],
    `Its class is the alert's ${rule.classBy}; the ${rule.top} classes with the most events are kept, any others are set apart and neither trained nor tested on.`,
    rule.excludeMachines
      ? 'Alerts on machine accounts (ending in $) and on no one (unknown, null, empty) match nothing.'
      : 'Alerts on machine accounts match like any other.',
    ...furtherWords(rule),
    'Every other event counts as benign: not because it is known to be, but because no alert claims it.',
  ]
}

/** What only some rules say. */
function furtherWords(rule: Rule): string[] {
  const pairs = <T>(of: Record<string, T> | undefined, say: (key: string, value: T) => string): string =>
    listing(
      Object.entries(of ?? {}).map(([key, value]) => say(key, value)),
      1000,
    )
  const clock = (micros: number): string => `${micros < 0 ? '−' : '+'}${duration(Math.abs(micros))}`
  return [
    rule.matchHost && 'Where the alert names a host, the event must be on it.',
    rule.accounts && `Only these account fields count: ${listing(rule.accounts, 100)}.`,
    rule.exclude && `Alerts on these accounts match nothing: ${listing(rule.exclude, 1000)}.`,
    rule.sids &&
      `Security identifiers stand for accounts: ${pairs(rule.sids, (sid, name) => `${sid} is ${name}`)}.`,
    rule.classes &&
      `Classes of its own: ${pairs(rule.classes, (from, to) => (to === '' ? `${from} is left out` : `${from} becomes ${to}`))}.`,
    rule.priority && `From the most to the least important: ${listing(rule.priority, 1000)}.`,
    rule.windows &&
      `Windows of their own: ${pairs(rule.windows, (name, own) => `${name} ${duration(own.before)} before to ${duration(own.after)} after`)}.`,
    rule.skew &&
      `Clocks were set right by ${pairs(rule.skew, (host, micros) => `${clock(micros)} on ${host}`)}.`,
    rule.verdicts && `People's verdicts up to number ${rule.verdicts} decide over the alerts.`,
  ].filter((text) => typeof text === 'string')
}

/** Labels from a column as a paragraph. */
export function columnInWords(rule: ColumnRule): string[] {
  return [
    `The labels are the capture's own: what stands in its column ${rule.columns.join(' or ')}. No alert and no time window was asked.`,
    rule.binary
      ? 'Every value that does not mean benign is one class, attack.'
      : `The ${rule.top} classes with the most events are kept, any others are set apart and neither trained nor tested on.`,
    'An event without a value there has no label and takes no part.',
    'Whoever made the capture answers for these labels; the column itself, and every other column that holds truth, is never a feature.',
  ]
}

function windowInWords({ before, after, anchor }: Rule): string {
  const at = anchors[anchor]
  if (before === 0 && after === 0) return `exactly at ${at}`
  if (before === 0) return `between ${at} and ${duration(after)} after it`
  if (after === 0) return `between ${duration(before)} before ${at} and that time`
  return `between ${duration(before)} before and ${duration(after)} after ${at}`
}

function splitInWords(
  { split, seed }: ExperimentConfig,
  parts: string,
  captures: ReadonlyMap<string, string>,
): string {
  if (split.by === 'time')
    return `Events are split by time into ${parts}: every training event lies before every test event.`
  if (!holdsOut(split))
    return `Events are split at random into ${parts}, each class in the same shares (seed ${seed}). Neighboring events of one incident can so fall on both sides.`
  const what = { source: 'capture', host: 'host', user: 'user' }[split.by as 'source' | 'host' | 'user']
  const names = (list: readonly string[] | null) =>
    listing(
      (list ?? []).map((name) => captures.get(name) ?? name),
      12,
    )
  const known = split.trainOn ? `of ${what} ${names(split.trainOn)}` : `of every other ${what}`
  const validation = percent(split.validation / (split.train + split.validation), 0)
  return `Tested on every event of ${what} ${names(split.testOn)}, of which no event was trained on. Trained on events ${known}, of which ${validation}, drawn at random by class, are for validation (seed ${seed}).`
}

/**
 * Split, sampling and seed as a paragraph.
 * @param captures names of the captures by number
 */
export function samplingInWords(
  config: ExperimentConfig,
  captures: ReadonlyMap<string, string> = new Map(),
): string[] {
  const { split, sampling } = config
  const test = 1 - split.train - split.validation
  const parts = `${percent(split.train, 0)} training, ${percent(split.validation, 0)} validation and ${percent(test, 0)} test`
  return [
    splitInWords(config, parts, captures),
    sampling.benignShare === null
      ? 'The imbalanced regime keeps classes as captured.'
      : `The imbalanced regime holds ${percent(sampling.benignShare)} benign events.`,
    `The balanced regime cuts every class to the smallest. The realistic test keeps all benign test events and ${percent(sampling.realisticKeep, 0)} of the malicious ones.`,
  ]
}

/** The model as a paragraph. */
export function modelInWords({ model }: ExperimentConfig, classes: readonly string[]): string[] {
  if (model.system === 'novelty') return unknownInWords(model)
  if (model.system === 'S1') return panelInWords(model, classes)
  return model.system === 'S2' ? flowsInWords(model) : singleInWords(model)
}

function flowsInWords(model: SettingsOf<'S2'>): string[] {
  const { experts, pretrainEpochs } = model
  const kinds = {
    tabular: `an FT-Transformer of ${model.layers} blocks and ${model.heads} heads`,
    temporal: 'a one-dimensional convolutional network on times and rates',
    protocol: 'a residual network on ports, flags and headers',
    statistics: 'a residual network on means, deviations and extremes',
  }
  const gates = {
    soft: 'A gate weighs the experts for each event',
    'top-k': `A sparse gate lets the ${model.k} likeliest experts speak for each event`,
    attention: 'A gate weighs the experts by attention for each event',
    hierarchical: 'A gate of two levels weighs groups of experts, then the experts in each, for each event',
  }
  const parts = experts.map((expert) => `${expert}, ${kinds[expert]}`).join('; ')
  return [
    `${experts.length === 1 ? 'One network' : 'Experts by kind of column, in one network'}: ${parts}. Tokens and embeddings have width ${model.tokenWidth}, dropout ${percent(model.dropout, 0)}.`,
    ...(experts.length > 1
      ? [`${gates[model.gate]}; their weighted sum is classified, and the likeliest class is called.`]
      : []),
    ...(pretrainEpochs > 0 && experts.includes('tabular')
      ? [
          `First the tabular expert learned to tell hidden values from the others (${counted(pretrainEpochs, 'epoch')}).`,
        ]
      : []),
    `Trained end to end for ${counted(model.epochs, 'epoch')} on cross entropy${model.classWeights === 'balanced' ? ', every class weighing the same' : ''} (batches of ${model.batchSize}, learning rate ${model.learningRate}).`,
  ]
}

function singleInWords(model: SettingsOf<'S3'>): string[] {
  const layers = model.hidden.join(' → ')
  const rows = model.batchSize === null ? 'all training events at once' : `batches of ${model.batchSize}`
  const decay = model.optimizer === 'sgd' ? `, weight decay ${model.weightDecay}` : ''
  const optimizer = model.optimizer === 'sgd' ? 'Plain gradient descent' : 'Adam'
  const loss =
    model.loss === 'softmax'
      ? 'cross entropy over the single output, as published, which is 0 whatever the network says'
      : `binary cross entropy${model.classWeights === 'balanced' ? ', attack and benign weighing the same' : ''}`
  return [
    `One network with hidden layers ${layers} and a single output, the probability that an event is an attack.`,
    `${optimizer}, ${model.epochs} epochs with ${rows}, learning rate ${model.learningRate}${decay}. Loss: ${loss}.`,
    'An event is called an attack where that probability is above one half.',
  ]
}

function panelInWords(model: SettingsOf<'S1'>, classes: readonly string[]): string[] {
  const layers = [...model.hidden].join(' → ')
  const training =
    model.experts === 'one-class'
      ? 'Each expert was trained on events of its own class only, with the answer always yes, as in the published code'
      : 'Each expert was trained to tell its class from all the rest'
  const gating = {
    'top-1': 'the expert that the gate ranks first speaks',
    'top-k': `the ${model.k} experts that the gate ranks highest speak`,
    threshold: `every expert whose gate weight exceeds ${decimal(model.threshold, 2)} speaks`,
  }[model.gating]
  const made =
    model.learner === 'trees'
      ? [
          `One expert per class (${listing(classes, 12)}) and a gate, each a forest of boosted trees.`,
          `Each expert was grown to tell its class from all the rest, the gate to tell all classes apart, in ${model.rounds} rounds at most; each stopped where validation events no longer gained.`,
        ]
      : [
          `One expert per class (${listing(classes, 12)}) and a gate, each a network with hidden layers ${layers} and dropout ${percent(model.dropout, 0)}.`,
          `${training} (${model.expertEpochs} epochs); the gate was trained for ${model.gateEpochs} epochs and its best on the validation events kept (batches of ${model.batchSize}, learning rate ${model.learningRate}).`,
        ]
  return [
    ...made,
    `Gating: ${gating}; among those that speak, the highest product of gate weight and expert probability decides.${model.gating === 'threshold' ? ' Where no weight exceeds it, the expert that the gate ranks first speaks alone.' : ''}`,
    ...(model.novelty ? [OBJECTION] : []),
  ]
}
