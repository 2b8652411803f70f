/** Every view of the Labeling page as people meet it: nothing serious for axe, reasons lead to their alerts, tables change the rule. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, visit } from './face.ts'

const VIEWS = ['Outcome', 'Window sizes', 'Accounts', 'Alert rules', 'Suspects', 'Clocks']

test.beforeEach(async ({ app: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.getByRole('button', { name: /Practice case/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Practice case' })).toBeVisible({
    timeout: 60_000,
  })
  await visit(page, 'Labeling')
  await expect(page.getByText('labels of this rule computed in')).toBeVisible()
})

test('axe finds nothing serious in any view, and digits switch between them', async ({ app: page }) => {
  for (const [i, view] of VIEWS.entries()) {
    await page.keyboard.press(String(i + 1))
    await expect(page.getByRole('tab', { name: view })).toHaveAttribute('aria-selected', 'true')
    await page.waitForLoadState('networkidle')
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect
      .soft(
        serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`),
        view,
      )
      .toEqual([])
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
  await page.keyboard.type('T1059.001')
  await page.keyboard.press('Tab')
  await page.keyboard.type('shells')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 class of its own')).toBeVisible()
  await expect(page.getByRole('tabpanel').getByText('shells').first()).toBeVisible()
})
