import type { VNode } from 'preact';

const PATHS = {
  person: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 6.5C2 11.5 4.7 9.8 8 9.8s6 1.7 6 4.7Z',
  automation: [
    'M7.2 1.2h1.6V3H12a2 2 0 0 1 2 2v6.5a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h3.2ZM5.5 6.6a1.3 1.3 0',
    '1 0 0 2.6 1.3 1.3 0 0 0 0-2.6Zm5 0a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6Z',
  ].join(' '),
  spark: 'M8 1l1.7 4.6L14.500 7.500 9.700 9.200 8 14 6.300 9.200 1.500 7.500 6.300 5.600Z',
  search:
    'M7 2a5 5 0 1 0 3 9l3.300 3.300 1.300-1.300L11.300 9.700A5 5 0 0 0 7 2Zm0 1.800a3.200 3.200 0 1 1 0 6.400 3.200 3.200 0 0 1 0-6.400Z',
  close:
    'M3.700 2.500 8 6.800l4.300-4.300 1.200 1.200L9.200 8l4.300 4.300-1.200 1.200L8 9.200l-4.300 4.300-1.200-1.200L6.800 8 2.500 3.700Z',
  calendar: [
    'M4.500 1v1.500H3A1.500 1.500 0 0 0 1.500 4v9A1.500 1.500 0 0 0 3 14.500h10a1.500 1.500 0 0 0',
    '1.500-1.500V4A1.500 1.500 0 0 0 13 2.500h-1.500V1H10v1.500H6V1ZM3 6h10v7H3Z',
  ].join(' '),
  check: 'M6.300 12.600 2 8.300l1.300-1.300 3 3L12.700 3.600 14 4.900Z',
} as const;

/** A small picture that says nothing to a screen reader: its neighbour's text does. */
export function Glyph({ name }: { name: keyof typeof PATHS }): VNode {
  return (
    <svg class="glyph" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
