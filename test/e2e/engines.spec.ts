/** The header's engines: by keyboard, with every candidate and its reason, light and dark, in a small window too. */
import { AxeBuilder } from '@axe-core/playwright'
import { ENGINE_NAMES } from '../../preload/contract/engines.ts'
import { expect, test } from './face.ts'

for (const scheme of ['light', 'dark'] as const) {
  test(`the engines, by keyboard alone, ${scheme}`, async ({ app: page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const button = page.getByRole('button', { name: /^Engine: onnxruntime-cpu/ })
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
    const box = await list.boundingBox()
    expect(box!.x >= 0 && box!.x + box!.width <= 640 && box!.y + box!.height <= 400).toBe(true)
    await page.keyboard.press('Escape')
    await expect(list).toBeHidden()
    await expect(button).toBeFocused()
  })
}
