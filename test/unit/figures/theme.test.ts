/** Colors can be told from the paper they lie on, in light and dark. */
import { expect, test } from 'vitest'
import { color, figureVariables, inkOn, seriesStyle, shade } from '../../../preload/figures/theme.ts'

/** WCAG 2: relative luminance, then (L1 + 0.05) / (L2 + 0.05). */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const part = (at: number) => {
      const v = Number.parseInt(hex.slice(at, at + 2), 16) / 255
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
    }
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
  }
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function variables(theme: 'light' | 'dark'): Record<string, string> {
  return Object.fromEntries(
    [...figureVariables(theme).matchAll(/--figure-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  ) as Record<string, string>
}

test.each(['light', 'dark'] as const)('%s: text at 4.5 to 1, lines at 3 to 1 and more', (theme) => {
  const { paper, grid, ...colors } = variables(theme)
  expect(grid).toBeTruthy()
  expect(Object.keys(colors)).toHaveLength(13)
  for (const [name, value] of Object.entries(colors)) {
    // Series colors are also the ink of their own names.
    expect([name, contrast(value, paper!) >= 4.5]).toEqual([name, true])
  }
})

test('both themes define the same colors, and light is the default', () => {
  const [light, dark] = [variables('light'), variables('dark')]
  expect(Object.keys(light)).toEqual(Object.keys(dark))
  expect(color('right')).toBe(`var(--figure-right, ${light['right']})`)
})

test('the first 32 lines of a figure differ in color or dash', () => {
  const styles = Array.from({ length: 32 }, (_, i) => JSON.stringify(seriesStyle(i)))
  expect(new Set(styles).size).toBe(32)
})

test('shades stay between paper and color, and carry readable ink', () => {
  expect(shade('wrong', 2)).toContain('100%')
  expect(shade('wrong', -1)).toContain(' 0%')
  expect(inkOn(0.9)).toBe(color('paper'))
  expect(inkOn(0.1)).toBe(color('ink'))
})
