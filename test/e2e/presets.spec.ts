/**
 * Every preset, from the window: chosen, trained on rows of a real capture, and read on Experts and Evaluation. What does
 * not apply to a system is not shown, nothing is logged as an error, and axe finds nothing serious, light and dark.
 */
import type { Page } from 'playwright/test'
import { presets } from '../../main/training/presets.ts'
import { atomicCase, bethCase, flowsCase, hasCaptures, practiceCase } from './cases.ts'
import { expectNothingSerious, type Scheme } from './axe.ts'
import { expect, type Face, test } from './face.ts'
import { openCase, visit } from './steps.ts'

const all = presets()
const ON_FLOWS = all.filter(({ config, name }) => config.model.system === 'S2' || name.includes('trees'))
const ON_BETH = all.filter(({ config }) => config.model.system === 'S3' || config.model.system === 'novelty')
const ON_ALERTS = all.filter((one) => !ON_FLOWS.includes(one) && !ON_BETH.includes(one))
/** One of each kind is looked at by axe in both color schemes and event by event; the others in one of the two. */
const LOOKED_AT = ['S1 with an expert for the unknown', 'S2, as published', 'S3, repaired', 'Novelty']
const why = 'the real captures are not here'

/** Chooses a preset; of its epochs, a few are enough to see that it trains. */
async function choose(page: Page, name: string, few: boolean): Promise<void> {
  await visit(page, 'Experiments')
  const from = page.getByRole('combobox', { name: 'Start from' })
  const named = page.getByRole('textbox', { name: 'Name', exact: true })
  await from.click()
  await page.getByRole('option', { name, exact: true }).click()
  await expect(from).toHaveValue(name)
  // One of them is what the form begins with, under a shorter name: choosing it changes nothing.
  await named.fill(name)
  await expect(from).toHaveValue(name)
  if (!few) return
  await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('2')
  await expect(from).toHaveValue('Your own settings')
}

/** Runs what is chosen, and answers with the number of runs that the case has then. */
async function run(page: Page, name: string, number: number): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).first().click()
  await expect(page).toHaveURL(new RegExp(`run=run-${number}$`), { timeout: 180_000 })
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByRole('heading', { name: /^Trained (im)?balanced$/ }).first()).toBeVisible()
  await expect(details.getByRole('img', { name: /^Loss/ }).first()).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Runs' }).getByRole('row', { name })).toBeVisible()
}

/** @param experts in the mixture; 0 for a panel, whose gating can be chosen */
async function experts(page: Page, experts: number, schemes: Scheme[]): Promise<void> {
  await visit(page, 'Experts')
  await expect(page.getByRole('img', { name: /^Loss per (epoch|round)|^Likelihood/ })).toBeVisible()
  const joint = experts > 0
  await expect(page.getByRole('slider', { name: 'Threshold' })).toHaveCount(joint ? 0 : 1)
  await expect(page.getByRole('heading', { name: 'Gate weights per class' })).toHaveCount(
    experts === 1 ? 0 : 1,
  )
  await expect(page.getByRole('heading', { name: 'Gate weights by epoch' })).toHaveCount(experts > 1 ? 1 : 0)
  await expectNothingSerious(page, 'Experts', schemes)

  await page.getByText('Event by event', { exact: true }).click()
  await page.getByRole('grid').getByRole('rowgroup').getByRole('row').first().click()
  const card = page.getByRole('complementary', { name: 'Details' })
  await expect(
    card.getByRole('heading', { name: experts === 1 ? /^What it answered/ : /^Who spoke/ }),
  ).toBeVisible()
  await expect(card.getByRole('columnheader', { name: 'Weight', exact: true })).toHaveCount(
    experts > 1 ? 1 : 0,
  )
  await expect(page.getByRole('combobox', { name: 'Gating' })).toHaveCount(joint ? 0 : 1)
  await expect(page.getByRole('columnheader', { name: 'Voices' })).toHaveCount(experts === 1 ? 0 : 1)
  if (schemes.length > 1) await expectNothingSerious(page, 'Event by event', schemes)
}

async function evaluation(page: Page, joint: boolean, schemes: Scheme[]): Promise<void> {
  await visit(page, 'Evaluation')
  await expect(page.getByRole('heading', { level: 2, name: /^E1 / })).toBeVisible()
  await expect(page.getByRole('row', { name: /^Macro F1/ })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Confusion' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Gating strategy' })).toHaveCount(joint ? 0 : 1)
  await expectNothingSerious(page, 'Evaluation', schemes)
}

/** Trains each preset and reads its run. */
async function each(page: Page, { folder }: Face, make: (folder: string) => string, list: typeof ON_FLOWS) {
  test.setTimeout(list.length * 180_000)
  await openCase(page, make(folder))
  for (const [i, { name, config }] of list.entries()) {
    const { model } = config
    const mixed = { S1: 0, S2: model.system === 'S2' ? model.experts.length : 1, S3: 1, novelty: 1 }[
      model.system
    ]
    const one: Scheme = i % 2 === 0 ? 'light' : 'dark'
    const schemes: Scheme[] = LOOKED_AT.includes(name) ? ['light', 'dark'] : [one]
    await test.step(name, async () => {
      await choose(page, name, model.system === 'S2')
      await run(page, name, i + 1)
      await experts(page, mixed, schemes)
      await evaluation(page, mixed > 0, schemes)
    })
  }
}

test('presets for alerts and logs: Atomic Red Team, else the practice case', async ({ app, face }) => {
  await each(app, face, hasCaptures ? atomicCase : practiceCase, ON_ALERTS)
})

test('presets for flows: CIC-IDS2017, else those that the practice case can do', async ({ app, face }) => {
  const able = ON_FLOWS.filter(({ config }) => hasCaptures || config.split.by !== 'source')
  await each(app, face, hasCaptures ? flowsCase : practiceCase, able)
})

test('presets for BETH (needs real captures): S3 and novelty', async ({ app, face }) => {
  test.skip(!hasCaptures, why)
  await each(app, face, bethCase, ON_BETH)
})
