/** Where a browser is opened, and where it is not. */
import { expect, test } from 'vitest'
import { browserCommand } from '../../../main/faces/browser/open-browser.ts'

const url = 'http://127.0.0.1:1/?token=x'

test('each system has its own way', () => {
  expect(browserCommand(url, { DISPLAY: ':0' }, 'linux')).toEqual(['xdg-open', [url]])
  expect(browserCommand(url, {}, 'darwin')).toEqual(['open', [url]])
  expect(browserCommand(url, {}, 'win32')?.[0]).toBe('cmd')
})

test('no browser in CI, over SSH, without a screen, or when told not to', () => {
  expect(browserCommand(url, {}, 'linux')).toBeNull()
  for (const name of ['CI', 'SSH_CONNECTION', 'TRIBUNAL_NO_BROWSER'])
    expect(browserCommand(url, { DISPLAY: ':0', [name]: '1' }, 'linux'), name).toBeNull()
})
