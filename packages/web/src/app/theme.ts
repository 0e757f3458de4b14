import { readStored, writeStored } from '../api/stored.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const themeKey = 'utu.theme';

export const chosenTheme = (): Theme => themes.find((theme) => theme === readStored(themeKey)) ?? 'auto';

/** `auto` leaves it to the system; the style sheet does the rest. */
export const applyTheme = (theme: Theme): void => {
	writeStored(themeKey, theme === 'auto' ? undefined : theme);
	if (theme === 'auto') delete document.documentElement.dataset.theme;
	else document.documentElement.dataset.theme = theme;
};
