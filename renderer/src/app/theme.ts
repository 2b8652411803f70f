/** Colors, sizes and defaults of the window: dense and calm, the same in light and dark. */
import {
  ActionIcon,
  Button,
  createTheme,
  type CSSVariablesResolver,
  Input,
  Modal,
  NumberInput,
  Popover,
  SegmentedControl,
  Select,
  Switch,
  TextInput,
  Tooltip,
} from '@mantine/core'

const sans =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'
const mono =
  'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", "Liberation Mono", Menlo, monospace'

const quick = { duration: 80 }
export const theme = createTheme({
  /** Nothing fades or slides for people who ask their system for that. */
  respectReducedMotion: true,
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  defaultRadius: 'sm',
  fontFamily: sans,
  fontFamilyMonospace: mono,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '14px' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.25rem', xl: '1.75rem' },
  headings: { fontWeight: '600' },
  black: '#1b1d23',
  colors: {
    accent: [
      '#eef0fd',
      '#dfe3fb',
      '#c0c6f6',
      '#a3abf2',
      '#8a93ec',
      '#6f7ae4',
      '#5360d3',
      '#4650b9',
      '#39429b',
      '#2c3379',
    ],
    gray: [
      '#f7f7f9',
      '#f0f1f4',
      '#e7e8ec',
      '#dcdee4',
      '#c9ccd4',
      '#9da1ad',
      '#6b707d',
      '#545965',
      '#363a44',
      '#1d1f25',
    ],
    dark: [
      '#dcdee4',
      '#b9bcc7',
      '#9b9faa',
      '#747884',
      '#3b3e48',
      '#2b2d35',
      '#202228',
      '#17181c',
      '#121317',
      '#0d0e11',
    ],
  },
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } }),
    Input: Input.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({ defaultProps: { size: 'xs' } }),
    Switch: Switch.extend({ defaultProps: { size: 'xs' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, transitionProps: quick, fz: 'xs' } }),
    Popover: Popover.extend({ defaultProps: { transitionProps: quick, shadow: 'md' } }),
    Modal: Modal.extend({
      defaultProps: {
        transitionProps: quick,
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    }),
  },
})

/** Readable grays (4.5:1 and better) and the surfaces that Mantine has no name for. */
export const variables: CSSVariablesResolver = () => ({
  variables: { '--t-row': '26px', '--t-radius': '6px' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#5f6470',
    '--mantine-color-placeholder': '#6b707d',
    '--mantine-color-error': '#b42318',
    '--mantine-color-default-border': '#d6d8df',
    '--mantine-color-anchor': '#4650b9',
    '--t-app': '#f6f6f8',
    '--t-line': '#e4e5ea',
    '--t-line-soft': '#eeeff2',
    '--t-hover': '#f2f3f6',
    '--t-selected': '#e9ebfc',
    '--t-good': '#1a7f4b',
    '--t-warn': '#96590b',
    '--t-bad': '#b42318',
    '--t-bar': '#8a93ec',
    '--t-alert': '#d1453b',
  },
  dark: {
    '--mantine-color-error': '#f08a80',
    '--mantine-color-dimmed': '#9b9faa',
    '--mantine-color-placeholder': '#8a8e9a',
    '--mantine-color-default-border': '#34373f',
    '--mantine-color-anchor': '#a3abf2',
    '--t-app': '#101114',
    '--t-line': '#282a31',
    '--t-line-soft': '#212329',
    '--t-hover': '#1e2026',
    '--t-selected': '#262a4a',
    '--t-good': '#5cc690',
    '--t-warn': '#e0ac55',
    '--t-bad': '#f08a80',
    '--t-bar': '#6f7ae4',
    '--t-alert': '#ee6a5f',
  },
})
