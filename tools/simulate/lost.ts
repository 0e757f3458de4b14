/** A crash, a restart or a shutdown of the database, or a deadlock after all retries: the server says so, and the same may be tried again. */
export const isLost = (error: unknown): boolean => {
	const { code, message } = error as { readonly code?: string; readonly message?: string };
	return (
		/^(57P0[123]|40P01|40001|08\d\d\d|ECONN|EPIPE|ENOENT)/.test(code ?? '') ||
		/terminat|not queryable|ended unexpectedly|closed the connection|Client was closed/i.test(message ?? '')
	);
};

/** The database has the last word: a constraint refused what the program should not have tried. Nothing was written. */
export const isRefused = (error: unknown): boolean => /^23/.test((error as { readonly code?: string }).code ?? '');
