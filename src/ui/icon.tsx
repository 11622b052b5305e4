import type { SVGProps } from 'react'

/** Line drawings on a grid of 16. */
const PATHS = {
  home: 'M2.5 8 8 3l5.5 5M4 7v6h8V7M6.8 13V9.5h2.4V13',
  chart: 'M2.5 13.5h11M4 11V8M7 11V4M10 11V6.5M13 11V3',
  inbox: 'M2.5 9.5 4 3h8l1.5 6.5v3.5h-11zM2.5 9.5h3l1 1.8h3l1-1.8h3',
  apps: 'M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z',
  key: 'M9.2 6.8a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM8.4 8.9l4.6 4.6M11 11.5l1.5-1.5',
  people:
    'M8 7a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM2.5 13c0-2 1.5-3.2 3.5-3.2S9.5 11 9.5 13M10 5.1a2 2 0 0 1 0 3.8M11 9.9c1.6.2 2.6 1.4 2.6 3.1',
  account: 'M3 13.5v-10h6v10M9 6.5h4v7M2 13.5h12M5 6h2M5 8.5h2M5 11h2M11 9h.01M11 11.5h.01',
  click: 'M6.5 6.5 13 9l-2.8 1.2L9 13zM5.5 2v2M2 5.5h2M3 3l1.4 1.4M8 3 6.9 4.2M3 8l1.2-1.1',
  segment: 'M8 2.5a5.5 5.5 0 1 0 5.5 5.5H8zM10.5 2.8a5.5 5.5 0 0 1 2.7 2.7h-2.7z',
  clock: 'M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0ZM8 5v3.2l2.2 1.3',
  sliders: 'M3 4.5h10M3 8h10M3 11.5h10M6 3v3M10.5 6.5v3M5 10v3',
  search: 'M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM10 10l3.5 3.5',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  check: 'M3 8.5 6.5 12 13 4.5',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4 6 8l4 4',
  up: 'M4 10l4-4 4 4',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  fold: 'M3 3h10v10H3zM6.5 3v10M10.5 6.5 9 8l1.5 1.5',
  unfold: 'M3 3h10v10H3zM6.5 3v10M9 6.5 10.5 8 9 9.5',
  copy: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7',
  refresh: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.5h-2.5',
  sun: 'M10.5 8a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM8 2v1.5M8 12.5V14M2 8h1.5M12.5 8H14M3.8 3.8l1 1M11.2 11.2l1 1M3.8 12.2l1-1M11.2 4.8l1-1',
  moon: 'M13 9.5A5.5 5.5 0 1 1 6.5 3a4.5 4.5 0 0 0 6.5 6.5Z',
  keyboard: 'M2 4.5h12v7H2zM4.5 7h.01M7 7h.01M9.5 7h.01M11.5 7h.01M5 9.5h6',
  filter: 'M2.5 3.5h11L9.5 8.5v4l-3 1v-5z',
  text: 'M3 4.5h10M3 8h10M3 11.5h6',
  pills: 'M2.5 5h5v3h-5zM9.5 5h4v3h-4zM2.5 10h7',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 3.5v9',
  line: 'M2.5 11l3.5-4 3 2.5L13.5 4',
  list: 'M5.5 4.5h8M5.5 8h8M5.5 11.5h8M2.8 4.5h.01M2.8 8h.01M2.8 11.5h.01',
  top: 'M3 3.5h10M3 8h7M3 12.5h4',
  value: 'M4 5.5 5.5 4v8M9 5.2c.3-.9 1-1.3 1.8-1.3 1 0 1.8.7 1.8 1.7 0 1.8-3.6 3.6-3.6 6.4h3.8',
  signout: 'M6.5 3h-3v10h3M7 8h6.5M11 5.5 13.5 8 11 10.5',
  warn: 'M8 2.5 14 13H2zM8 6.5V9.5M8 11.3v.01',
  code: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  link: 'M7 9.5a2.5 2.5 0 0 0 3.5 0l2-2A2.5 2.5 0 0 0 9 4L8 5M9 6.5a2.5 2.5 0 0 0-3.5 0l-2 2A2.5 2.5 0 0 0 7 12l1-1',
  trash: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.5 8.5h6l.5-8.5',
  globe: 'M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0ZM2.5 8h11M8 2.5c3 3 3 8 0 11M8 2.5c-3 3-3 8 0 11',
  funnel: 'M2.5 13.5v-11h3v11M6.5 13.5V6h3v7.5M10.5 13.5V9.5h3v4M2 13.5h12',
  star: 'M8 2.5l1.7 3.5 3.8.5-2.8 2.6.7 3.9L8 11.1 4.6 13l.7-3.9L2.5 6.5 6.3 6z',
  save: 'M3 3h8l2 2v8H3zM5.5 3v3h4.5V3M5 13V9h6v4',
  download: 'M8 2.5v7.5M5 7.5l3 3 3-3M3 13h10',
  pencil: 'M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z',
  history: 'M3 8a5 5 0 1 1 1.6 3.7M3 4v3h3M8 5.5V8l2 1.2',
  pie: 'M8 2.5A5.5 5.5 0 1 0 13.5 8H8zM10 2.9A5.5 5.5 0 0 1 13.1 6H10z',
  treemap: 'M2.5 2.5h11v11h-11zM8.5 2.5v11M8.5 7h5M2.5 9.5h6',
  bell: 'M2 13.5h12M2.5 13c2.5 0 3-9 5.5-9s3 9 5.5 9',
  heat: 'M8 13.5c-2.5 0-4-1.6-4-3.8 0-2.7 2.4-3.7 2.2-7.2 2.6 1 3.6 3 3.4 4.8.6-.3 1-.9 1.1-1.6 1 1 1.4 2.3 1.4 3.8 0 2.3-1.6 4-4.1 4Z',
  unseen: 'M2.5 8c1.2-2 3-3.2 5.5-3.2S12.3 6 13.5 8c-1.2 2-3 3.2-5.5 3.2S3.7 10 2.5 8ZM3 13 13 3',
  paths: 'M2.5 3.5c5 0 6 4.5 11 4.5M2.5 8h11M2.5 12.5c5 0 6-4.5 11-4.5',
  ways: 'M2.5 8h3M6.5 8a1.5 1.5 0 1 0 3 0 1.5 1.5 0 0 0-3 0ZM10.5 8h3M11.5 6l2 2-2 2',
  view: 'M2.5 3h11v10h-11zM2.5 6h11',
  action: 'M5 3v8l2-2 1.5 3.5 1.5-.7L8.5 8.5H11z',
  server: 'M3 3h10v4H3zM3 9h10v4H3zM5 5h.01M5 11h.01',
  retention: 'M2.5 3h11M2.5 7h8M2.5 11h5M2.5 3v10',
  sort: 'M5 12V4M3 6l2-2 2 2M11 4v8M9 10l2 2 2-2',
  play: 'M5 3.5v9l7.5-4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  expand: 'M3 6.5V3h3.5M9.5 3H13v3.5M13 9.5V13H9.5M6.5 13H3V9.5',
  skip: 'M2.5 10.5c0-7 11-7 11 0M11 8.5l2.5 2 1.5-2.6M8 11.5h.01',
  replay: 'M2.5 3.5h11v9h-11zM6.5 6v4l3.5-2z',
} as const

export type IconName = keyof typeof PATHS

/** An icon beside words: hidden from screen readers, so the words have to say it all. */
export const Icon = ({ name, size = 16, ...rest }: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth={name === 'dots' ? 1.8 : 1.3}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
    {...rest}
  >
    <path d={PATHS[name]} />
  </svg>
)
