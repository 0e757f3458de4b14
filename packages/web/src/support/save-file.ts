/** Hands a value to the person as a JSON file; it goes nowhere else. */
export const saveFile = (name: string, value: unknown): void => {
	const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, '\t')], { type: 'application/json' }));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	// The download has begun by then.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
