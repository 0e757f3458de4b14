const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** One machine by three names: who typed another one than the settings say is still here. */
const loopback = ['localhost', '127.0.0.1', '[::1]'] as const;

/** The origins whose pages may write with a cookie: of the base URL, and the trusted ones. */
export const writingOrigins = (options: {
	readonly baseUrl: string;
	readonly trustedOrigins: readonly string[];
}): readonly string[] => {
	const base = new URL(options.baseUrl);
	const aliases = (loopback as readonly string[]).includes(base.hostname)
		? loopback.map((name) => `${base.protocol}//${name}${base.port === '' ? '' : `:${base.port}`}`)
		: [];
	return [...new Set([base.origin, ...aliases, ...options.trustedOrigins.map((origin) => new URL(origin).origin)])];
};

export type OriginRefusal = 'another-site' | 'another-origin';

/**
 * Whether a request that a cookie authenticates may come from another site's page. Browsers say where it comes from
 * by Sec-Fetch-Site, older ones by Origin, and scripts cannot change either; a request with neither is no browser's.
 */
export const refuseOrigin = (options: {
	readonly method: string;
	readonly secFetchSite: string | undefined;
	readonly origin: string | undefined;
	readonly writingOrigins: readonly string[];
}): OriginRefusal | undefined => {
	if (safeMethods.has(options.method)) return undefined;
	const { secFetchSite, origin } = options;
	if (secFetchSite !== undefined && secFetchSite !== 'same-origin' && secFetchSite !== 'none') return 'another-site';
	if (origin !== undefined && !options.writingOrigins.includes(origin)) return 'another-origin';
	return undefined;
};
