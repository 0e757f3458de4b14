import type { Lease } from '@utu/contract/routing.ts';
import { ApiError, type Client, createClient } from '@utu/sdk/client.ts';

/** A scripted worker's habits; the server knows none of it. */
export type Habits = {
	/** P(answer j | truth k), row by row. */
	readonly confusion: readonly (readonly number[])[];
	readonly skipShare: number;
	readonly surpriseShare: number;
};

export type CrowdOptions = {
	readonly classes: readonly string[];
	/** The label of an item, by the key that it was sent with, from its text: known to the script alone. */
	readonly truthOf: (text: string) => string | undefined;
	readonly random: () => number;
};

/** What every request took, by route, in milliseconds. */
export type Timings = { readonly next: number[]; requests: number };

export type WorkerState = {
	readonly name: string;
	readonly client: Client;
	readonly habits: Habits;
	/** On the driver's clock. */
	readyAt: number;
	held: { readonly lease: Lease; readonly action: 'answer' | 'skip' | 'surprise'; readonly label: string } | undefined;
};

export type Step = 'worked' | 'nothing' | 'lost';

const answerMsMin = 3_000;
const answerMsSpread = 6_000;
const pauseMs = 1_000;
const askAgainMs = 20_000;
const shiftHours = 8;
const askForShiftMs = 600_000;

/** A client signed in as a new person; tries again while the server is away. */
export const signUp = async (options: {
	readonly url: string;
	readonly email: string;
	readonly name: string;
}): Promise<Client> => {
	const response = await fetch(`${options.url}/api/auth/sign-up/email`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: options.url },
		body: JSON.stringify({ email: options.email, name: options.name, password: 'a demonstration password' }),
	});
	if (!response.ok) throw new Error(`sign-up was refused: ${response.status} ${await response.text()}`);
	const cookie = response.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	return createClient({ baseUrl: options.url, headers: { cookie } });
};

/** One step of one worker at `now`: asks for work and looks, or ends what is held. A lost line changes nothing: it is tried again. */
export const step = async (
	worker: WorkerState,
	options: CrowdOptions & { readonly now: number; readonly timings: Timings },
): Promise<Step> => {
	try {
		return worker.held === undefined
			? await look(worker, options)
			: await finish(worker, { ...options, held: worker.held });
	} catch (error) {
		if (error instanceof ApiError && (error.problem.status === 0 || error.problem.status >= 500)) return 'lost';
		throw error;
	}
};

const look = async (
	worker: WorkerState,
	options: CrowdOptions & { readonly now: number; readonly timings: Timings },
): Promise<Step> => {
	const { timings, random, now } = options;
	const started = performance.now();
	timings.requests++;
	const work = await worker.client.request('POST /api/v1/work/next', { body: {} });
	timings.next.push(performance.now() - started);
	if (work.kind === 'nothing') {
		// A shift is over: the next one begins as soon as the hours of the day allow.
		if (work.why === 'shift') {
			timings.requests++;
			await worker.client.request('POST /api/v1/me/shift', { body: { hours: shiftHours } });
			worker.readyAt = now + askForShiftMs;
			return 'nothing';
		}
		worker.readyAt = work.until === null ? now + askAgainMs : Math.max(now + pauseMs, new Date(work.until).getTime());
		return 'nothing';
	}
	const { lease } = work;
	let content = lease.content;
	if (content === null) {
		timings.requests++;
		content = (
			await worker.client.request('POST /api/v1/leases/:leaseId/reveal', {
				params: { leaseId: lease.id },
				body: { sentences: 'all' },
			})
		).content;
	}
	const text = content.sentences.map((sentence) => sentence.text ?? '').join('');
	const truth = options.truthOf(text);
	if (truth === undefined) throw new Error(`the item ${lease.itemId} is not one of those sent`);
	const dice = random();
	const action =
		dice < worker.habits.skipShare
			? 'skip'
			: dice < worker.habits.skipShare + worker.habits.surpriseShare
				? 'surprise'
				: 'answer';
	worker.held = {
		lease,
		action,
		label: draw(options.classes, worker.habits.confusion[options.classes.indexOf(truth)] ?? [], random),
	};
	worker.readyAt = now + answerMsMin + random() * answerMsSpread;
	return 'worked';
};

const finish = async (
	worker: WorkerState,
	options: CrowdOptions & {
		readonly now: number;
		readonly timings: Timings;
		readonly held: NonNullable<WorkerState['held']>;
	},
): Promise<Step> => {
	const { lease, action, label } = options.held;
	const params = { leaseId: lease.id };
	options.timings.requests++;
	try {
		if (action === 'skip') await worker.client.request('POST /api/v1/leases/:leaseId/skip', { params, body: {} });
		else if (action === 'surprise')
			await worker.client.request('POST /api/v1/leases/:leaseId/surprise', {
				params,
				body: { category: 'hate', severity: 3 },
			});
		else {
			const question = lease.form.questions[0]?.name ?? '';
			await worker.client.request('POST /api/v1/leases/:leaseId/answer', {
				params,
				body: { idempotencyKey: lease.idempotencyKey, answers: { [question]: label }, hazardsFound: {} },
			});
		}
	} catch (error) {
		// After a crash a skip may have been taken without its word coming back: the lease is then gone, which is what was asked.
		if (!(error instanceof ApiError) || error.problem.code !== 'lease-ended') throw error;
	}
	worker.held = undefined;
	worker.readyAt = options.now + pauseMs;
	return 'worked';
};

const draw = (classes: readonly string[], shares: readonly number[], random: () => number): string => {
	let left = random();
	for (const [index, share] of shares.entries()) {
		left -= share;
		if (left < 0) return classes[index] ?? '';
	}
	return classes.at(-1) ?? '';
};

/** Workers of differing skill: right between 70 and 95 % of the time, erring towards the neighbour class more often. */
export const drawHabits = (options: { readonly classes: number; readonly random: () => number }): Habits => {
	const accuracy = 0.7 + options.random() * 0.25;
	const confusion = Array.from({ length: options.classes }, (_, k) => {
		const weights = Array.from({ length: options.classes }, (_other, j) => (j === k ? 0 : 1 / Math.abs(j - k)));
		const total = weights.reduce((sum, weight) => sum + weight, 0);
		return weights.map((weight, j) => (j === k ? accuracy : ((1 - accuracy) * weight) / total));
	});
	return { confusion, skipShare: 0.02, surpriseShare: 0.001 };
};
