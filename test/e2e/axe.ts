/** What axe has to say of a page: only what it calls serious or critical counts. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { settled } from './steps.ts'

/** Made by others, and told apart by them: the editor, and the report in its frame. */
const FOREIGN = ['.monaco-editor', 'iframe']

export type Scheme = 'light' | 'dark'

/**
 * Fails softly with each serious finding, once nothing on the page is still loading.
 * @param what is looked at, for the message
 * @param schemes the page is shown in; left out, it is looked at as it is
 */
export async function expectNothingSerious(page: Page, what: string, schemes: Scheme[] = []): Promise<void> {
  await settled(page)
  for (const colorScheme of schemes.length > 0 ? schemes : [null]) {
    // Half-shown, a fading tip has too little contrast: what is looked at must stand still.
    await page.emulateMedia({ ...(colorScheme && { colorScheme }), reducedMotion: 'reduce' })
    const builder = FOREIGN.reduce((all, one) => all.exclude(one), new AxeBuilder({ page }))
    const { violations } = await builder.analyze()
    const found = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`)
    expect.soft(found, colorScheme ? `${what}, ${colorScheme}` : what).toEqual([])
  }
}
