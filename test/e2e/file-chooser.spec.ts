/** What the file chooser answers with is the folder on the screen, however slow the listing is. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './face.ts'

test('no folder can be chosen while another is on its way', async ({ page, face }) => {
  let slow = false
  await page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      if (slow) setTimeout(() => socket.send(message), 1500)
      else socket.send(message)
    })
  })
  mkdirSync(join(face.folder, 'inner'))
  await page.goto(face.url)
  await page.getByRole('button', { name: /New case/ }).click()
  const create = page.getByRole('dialog').getByRole('button', { name: 'Create' })
  await expect(create).toBeEnabled()
  slow = true
  await page.getByRole('textbox', { name: 'Path' }).fill(join(face.folder, 'inner'))
  await expect(create).toBeDisabled()
  await page.getByRole('button', { name: 'Go' }).click()
  await expect(create).toBeDisabled()
  await create.click()
  slow = false
  await expect(page.getByRole('heading', { level: 1, name: 'case' })).toBeVisible()
  await expect(page.getByText(join(face.folder, 'inner', 'case.tribunal')).first()).toBeVisible()
})

test('what is typed is not mixed with a folder that arrives meanwhile', async ({ page, face }) => {
  let arrive: (() => void) | null = null
  await page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      // The listing of a folder waits until the test lets it arrive.
      if (String(message).includes('"entries"')) arrive = () => socket.send(message)
      else socket.send(message)
    })
  })
  const inner = join(face.folder, 'inner')
  await page.goto(face.url)
  await page.getByRole('button', { name: /New case/ }).click()
  const path = page.getByRole('textbox', { name: 'Path' })
  await path.focus()
  await expect.poll(() => arrive !== null).toBe(true)
  arrive!()
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.type(inner)
  await expect(path).toHaveValue(inner)
})
