/** The header's engines: by keyboard, with every candidate and its reason, light and dark, in a small window too. */
import { AxeBuilder } from '@axe-core/playwright'
import { ENGINE_NAMES } from '../../preload/contract/engines.ts'
import { expect, test } from './face.ts'

for (const scheme of ['light', 'dark'] as const) {
  test(`the engines, by keyboard alone, ${scheme}`, async ({ app: page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const button = page.getByRole('button', { name: /^Engine: CPU, onnxruntime-cpu/ })
    await expect(button).toBeVisible({ timeout: 120_000 })
    await button.focus()
    await page.keyboard.press('Enter')
    const list = page.getByRole('dialog')
    for (const name of ENGINE_NAMES)
      await expect(list.getByText(new RegExp(`^${name}\\s*(in use)?$`))).toBeVisible()
    await expect(list.getByRole('row', { name: /onnxruntime-cpu in use CPU [\d,]+ \d/ })).toBeVisible()
    await expect(list).toBeFocused()
    const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([])
    await page.setViewportSize({ width: 640, height: 400 })
    // It moves there after the window has changed.
    await expect(async () => {
      const { x, y, width, height } = (await list.boundingBox())!
      expect(x >= 0 && x + width <= 640 && y >= 0 && y + height <= 400).toBe(true)
    }).toPass({ timeout: 40_000 })
    await page.keyboard.press('Escape')
    await expect(list).toBeHidden()
    await expect(button).toBeFocused()
  })
}
