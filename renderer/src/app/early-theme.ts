/** Light or dark before anything is drawn, so that the window does not flash in the wrong one. */

/** Where Mantine keeps the choice; it sets the same attribute once it runs. */
const chosen = window.localStorage.getItem('mantine-color-scheme-value')
const system = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
document.documentElement.dataset['mantineColorScheme'] =
  chosen === 'light' || chosen === 'dark' ? chosen : system
