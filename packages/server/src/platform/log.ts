import { type Logger, pino } from 'pino';

/** What could carry a secret; and what PostgreSQL tells of the row that it refused, where no row-level security hushes it. */
const redacted = [
	'req.headers.authorization',
	'req.headers.cookie',
	'res.headers["set-cookie"]',
	'err.detail',
	'err.where',
];

/**
 * The log: requests, faults and loops. Never content, never a person's exposure, consents or exclusions, never a
 * credential: bodies are not logged, and what could carry a secret is redacted.
 */
export const createLog = (options: { readonly level: string; readonly pretty: boolean }): Logger =>
	pino({
		level: options.level,
		redact: redacted,
		...(options.pretty
			? {
					transport: {
						target: 'pino-pretty',
						options: { ignore: 'pid,hostname,reqId,req,res', translateTime: 'SYS:HH:MM:ss' },
					},
				}
			: {}),
	});
