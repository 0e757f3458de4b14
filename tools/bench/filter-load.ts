/** A process of its own that sends what it is told to, and says how that went: whoever answers has the other core to itself. */
import autocannon from 'autocannon';

export type LoadRequest = {
	readonly url: string;
	readonly method: 'GET' | 'POST';
	readonly headers: Readonly<Record<string, string>>;
	/** Sent one after the other, from the first again. */
	readonly bodies: readonly string[];
	readonly connections: number;
	readonly seconds: number;
	/** So many a second over all connections; as fast as it goes where there is none. */
	readonly perSecond?: number;
};

export type LoadReply = {
	readonly requestsPerSecond: number;
	readonly p50Ms: number;
	readonly p99Ms: number;
	readonly failures: number;
};

process.on('message', async (request: LoadRequest) => {
	const { url, method, headers, bodies, connections, seconds, perSecond } = request;
	const result = await autocannon({
		url,
		connections,
		duration: seconds,
		...(perSecond === undefined ? {} : { overallRate: perSecond }),
		requests: (bodies.length === 0 ? [''] : bodies).map((body) => ({
			method,
			headers: { ...headers },
			...(body === '' ? {} : { body }),
		})),
	});
	const reply: LoadReply = {
		requestsPerSecond: result.requests.average,
		p50Ms: result.latency.p50,
		p99Ms: result.latency.p99,
		failures: result.errors + result.timeouts + result.non2xx,
	};
	process.send?.(reply);
	process.disconnect();
});
