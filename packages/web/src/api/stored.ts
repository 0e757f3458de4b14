/** localStorage that may be full, off, or emptied at any moment: then nothing is kept and nothing breaks. */
export const readStored = (key: string): string | undefined => {
	try {
		return localStorage.getItem(key) ?? undefined;
	} catch {
		return undefined;
	}
};

/** @returns whether it was kept. */
export const writeStored = (key: string, value: string | undefined): boolean => {
	try {
		if (value === undefined) localStorage.removeItem(key);
		else localStorage.setItem(key, value);
		return true;
	} catch {
		return false;
	}
};
