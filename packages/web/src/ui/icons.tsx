import type { ReactNode } from 'react';

const icon = (path: ReactNode) => () => (
	<svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
		{path}
	</svg>
);

export const HideIcon = icon(
	<path d="M3 3l18 18M10.6 6.2A9.6 9.6 0 0 1 12 6c5 0 8.5 4 9.5 6-.5 1-1.6 2.5-3.2 3.8M6.2 7.6C4.3 8.9 3 10.7 2.5 12c1 2 4.5 6 9.5 6 1.6 0 3.1-.400 4.4-1M9.9 9.900a3 3 0 0 0 4.2 4.2" />,
);
export const SkipIcon = icon(<path d="M5 5l7 7-7 7M13 5l7 7-7 7" />);
export const SurpriseIcon = icon(<path d="M12 8v5M12 16.500v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z" />);
export const PauseIcon = icon(
	<path d="M4 10h12v5a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4zM16 11h2a2.5 2.5 0 0 1 0 5h-2M8 3v3M12 3v3" />,
);
export const RemoveIcon = icon(<path d="M6 6l12 12M18 6L6 18" />);
