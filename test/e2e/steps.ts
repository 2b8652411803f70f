/** What several tests do, as a person does it, each step waiting for what it brought about. */
import { expect, type Locator, type Page } from 'playwright/test'

/** Goes to a page of the window by its entry on the rail. */
export async function visit(page: Page, title: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${title}`) })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** Waits until nothing on the page is still loading. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('[aria-busy="true"], [data-stale="true"]')).toHaveCount(0, {
    timeout: 120_000,
  })
}

/** Makes a practice case: 80,000 events. */
export async function practice(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Practice case/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Practice case' })).toBeVisible({
    timeout: 180_000,
  })
}

/** Types a path into the open file chooser and goes there; a file is thereby chosen. */
async function typePath(page: Page, path: string): Promise<Locator> {
  const chooser = page.getByRole('dialog').filter({ has: page.getByRole('textbox', { name: 'Path' }) })
  const typed = chooser.getByRole('textbox', { name: 'Path' })
  await typed.fill(path)
  await typed.press('Enter')
  return chooser
}

export async function chooseFile(page: Page, path: string): Promise<void> {
  await expect(await typePath(page, path)).toBeHidden()
}

export async function chooseFolder(page: Page, folder: string): Promise<void> {
  const chooser = await typePath(page, folder)
  await chooser.getByRole('button', { name: 'Choose this folder' }).click()
  await expect(chooser).toBeHidden()
}

export async function newCase(page: Page, folder: string, name: string): Promise<void> {
  await page.getByRole('button', { name: /New case/ }).click()
  const chooser = await typePath(page, folder)
  await chooser.getByRole('textbox', { name: 'Name of the new case' }).fill(name)
  await chooser.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

export async function openCase(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: /Open a case/ }).click()
  await chooseFile(page, path)
  await expect(page.getByRole('heading', { level: 1, name: /^(?!Tribunal)/ })).toBeVisible()
}
