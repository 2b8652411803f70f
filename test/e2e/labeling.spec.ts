/** Every view of the Labeling page as people meet it: nothing serious for axe, reasons lead to their alerts, tables change the rule. */
import { expectNothingSerious } from './axe.ts'
import { expect, test } from './face.ts'
import { practice, visit } from './steps.ts'

const VIEWS = ['Outcome', 'Window sizes', 'Accounts', 'Alert rules', 'Suspects', 'Clocks']

test.beforeEach(async ({ app: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await practice(page)
  await visit(page, 'Labeling')
  await expect(page.getByText('labels of this rule computed in')).toBeVisible()
})

test('axe finds nothing serious in any view, and digits switch between them', async ({ app: page }) => {
  for (const [i, view] of VIEWS.entries()) {
    await page.keyboard.press(String(i + 1))
    await expect(page.getByRole('tab', { name: view })).toHaveAttribute('aria-selected', 'true')
    await expectNothingSerious(page, view)
  }
})

test('a reason lists its alerts; an own class and its window are in the rule', async ({ app: page }) => {
  await page.getByRole('button', { name: 'no such user' }).click()
  const alerts = page.getByRole('grid', { name: 'Alerts' })
  await expect(alerts.getByText('no such user').first()).toBeVisible()
  await expect(page.getByText(/^1: no such user$/)).toBeVisible()
  await page.getByText('More settings').click()
  const own = page.getByRole('group', { name: 'Classes of your own' })
  await own.getByRole('button', { name: 'Add a row' }).click()
  // A new row takes the cursor, and Tab leads to what the name stands for.
  const [name, stands] = [own.getByRole('textbox').first(), own.getByRole('textbox').last()]
  await expect(name).toBeFocused()
  await page.keyboard.type('T1059.001')
  await page.keyboard.press('Tab')
  await expect(stands).toBeFocused()
  await page.keyboard.type('shells')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 class of its own')).toBeVisible()
  await expect(page.getByRole('tabpanel').getByText('shells').first()).toBeVisible()
})
