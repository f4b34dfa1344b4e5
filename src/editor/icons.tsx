/** Line icons on a 20 px grid, drawn in the colour of the text beside them. */
import type { ReactElement } from 'react';

const PATHS = {
  dice: 'M4 4.5h12v11H4zM7.2 7.6h.01M12.8 7.6h.01M10 10h.01M7.2 12.4h.01M12.8 12.4h.01',
  undo: 'M7.5 5 4 8.5 7.5 12M4.5 8.5H12a4 4 0 0 1 0 8H8',
  redo: 'M12.5 5 16 8.5 12.5 12M15.5 8.5H8a4 4 0 0 0 0 8h4',
  eye: 'M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  eyeOff:
    'M3.5 3.5l13 13M8 5.3A7.6 7.6 0 0 1 10 5c4.500 0 7.500 5 7.500 5a13 13 0 0 1-2.400 2.800M5.600 6.600A12.500 12.500 0 0 0 2.500 10s3 5 7.500 5c1.200 0 2.300-.3 3.200-.8',
  trash: 'M4 6h12M8 6V4h4v2M5.500 6l.7 10h7.600l.7-10M8.500 9v4.500M11.500 9v4.500',
  reset: 'M4.500 10a5.500 5.500 0 1 0 1.800-4M4 3.500V7h3.500',
  outline: 'M10 15.500c4 0 7-2.500 7-5.500s-3-5.500-7-5.500S3 7 3 10s3 5.500 7 5.500z',
  unlock: 'M5.500 9h9v7h-9zM7.500 9V6.500a2.500 2.500 0 0 1 4.800-.9',
  pointer: 'M5 3.500l10 6-4.500 1.200L8.500 15.500z',
  hand: 'M6.500 10V5.500a1.200 1.200 0 0 1 2.400 0V9 4.200a1.200 1.200 0 0 1 2.400 0V9 5.200a1.200 1.200 0 0 1 2.400 0V11c0 3-1.500 5.500-4.200 5.500-2.300 0-3.300-1.500-4.800-4.200-.7-1.300 1-2.200 1.800-1z',
  zoomIn: 'M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM13 13l4 4M9 6.500v5M6.500 9h5',
  zoomOut: 'M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM13 13l4 4M6.500 9h5',
  fit: 'M3.500 7.500v-4h4M12.500 3.500h4v4M16.500 12.500v4h-4M7.500 16.500h-4v-4',
  sliders: 'M3.500 6.500h6M14.500 6.500h2M12 4v5M3.500 13.500h2M10.500 13.500h6M8 11v5',
  help: 'M7.500 7.800a2.500 2.500 0 1 1 3.600 2.200c-.8.4-1.100.9-1.100 1.800M10 14.500h.01',
  cross: 'M5.500 5.500l9 9M14.500 5.500l-9 9',
  lock: 'M5.500 9h9v7h-9zM7.500 9V6.500a2.500 2.500 0 0 1 5 0V9',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): ReactElement {
  return (
    <svg className="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
