import { topSeverity } from '@utu/core/safety/hazards.ts';
import type { AnswerRequest } from '../../packages/server/src/annotation/answer.ts';
import { submitAnswer } from '../../packages/server/src/annotation/answer.ts';
import { extend, hide, leave, reveal, saveDraft, viewLease } from '../../packages/server/src/annotation/lease-use.ts';
import { surprise } from '../../packages/server/src/annotation/surprise.ts';
import { changeMe } from '../../packages/server/src/people/people.ts';
import { askForGold } from '../../packages/server/src/review/gold.ts';
import { answerReview, giveVerdict } from '../../packages/server/src/review/judge.ts';
import { answerTraining } from '../../packages/server/src/review/training.ts';
import { contestVerdict, myVerdicts } from '../../packages/server/src/review/verdicts.ts';
import { lookAgain } from '../../packages/server/src/routing/look-again.ts';
import { nextWork } from '../../packages/server/src/routing/next.ts';
import { nextReview } from '../../packages/server/src/routing/next-review.ts';
import { nextTraining } from '../../packages/server/src/routing/next-training.ts';
import { setConsents } from '../../packages/server/src/routing/projects.ts';
import { setExclusions, setOwnLimits } from '../../packages/server/src/safety/mine.ts';
import type { LeaseRow } from '../../packages/server/src/safety/settle.sql.ts';
import { beginShift, endShift } from '../../packages/server/src/safety/shift.ts';
import type { ItemMaker } from './items.ts';
import { isLost, isRefused } from './lost.ts';
import type { SimulatedServer } from './servers.ts';
import type { SimulatedPerson } from './setup.ts';

/** One person at a screen. `readyAt` is when they do the next thing. */
export type Agent = {
	readonly person: SimulatedPerson;
	readonly projects: readonly string[];
	/** Chance of this person's own, so that others' doings do not move it. */
	readonly random: () => number;
	readyAt: number;
	held: Held | undefined;
	/** Has answered what to expect in each project. */
	settled: boolean;
	counts: { asked: number; granted: number; answered: number; lost: number; refused: number; nothing: number };
};

/** What an item in hand is for. */
type Aim = { readonly kind: 'work' | 'training' | 'look' } | { readonly kind: 'review'; readonly reviewId: string };

type Held = {
	readonly lease: LeaseRow;
	readonly aim: Aim;
	readonly steps: Step[];
	text: string;
};
type Step = 'reveal' | 'hide' | 'extend' | 'draft' | 'answer' | 'skip' | 'release' | 'surprise' | 'vanish' | 'late';

export type Surroundings = {
	/** Any of the servers: a person's requests go to whichever answers. */
	readonly server: () => SimulatedServer;
	readonly items: ItemMaker;
	readonly now: () => number;
	readonly idleMsMean: number;
	readonly changesMindShare: number;
};

const second = 1_000;
const minute = 60 * second;

/** Does what the person does next. Whatever throws is a lost line: the same is tried again soon. */
export const act = async (agent: Agent, around: Surroundings): Promise<void> => {
	try {
		if (agent.held === undefined) await idle(agent, around);
		else await work(agent, agent.held, around);
	} catch (error) {
		if (isRefused(error)) agent.counts.refused += 1;
		else if (isLost(error)) agent.counts.lost += 1;
		else throw error;
		agent.readyAt = around.now() + 2 * second + agent.random() * 20 * second;
	}
};

const mine = (agent: Agent) => ({ organisationId: agent.person.organisationId, personId: agent.person.id });

const idle = async (agent: Agent, around: Surroundings): Promise<void> => {
	const { random } = agent;
	if (!agent.settled) {
		for (const projectId of agent.projects)
			await setConsents(around.server(), { ...mine(agent), projectId, categories: agent.person.consents });
		if (random() < 0.25) await setExclusions(around.server(), { ...mine(agent), exclusions: unwanted });
		agent.settled = true;
	}
	if (random() < 0.02) await changeMind(agent, around.server());
	agent.counts.asked += 1;
	const server = around.server();
	const view = (tx: Parameters<typeof viewLease>[1], lease: LeaseRow, now: Date) =>
		viewLease(server, tx, { lease, now });
	if (agent.person.reviews && random() < 0.03)
		await askForGold(server, { ...mine(agent), projectId: anyProject(agent), items: 5 });
	if (agent.person.reviews && random() < 0.5 && (await takeReview(agent, around, view))) return;
	if (random() < 0.04 && (await takeTraining(agent, around, view))) return;
	if (random() < 0.02) await contestOne(agent, server);
	if (random() < 0.02 && (await takeLook(agent, around, view))) return;
	const ask = () => nextWork(server, { ...mine(agent), projectId: undefined }, view);
	// A page that asks twice, or a second device.
	const [next] = random() < 0.04 ? await Promise.all([ask(), ask()]) : [await ask()];
	if (next.kind === 'nothing') {
		agent.counts.nothing += 1;
		if (next.why === 'shift' && random() < 0.02) await beginShift(server, { ...mine(agent), hours: 2 });
		const soon = around.now() + (next.why === 'shift' ? 60 : 4) * minute * (0.5 + random());
		agent.readyAt = Math.max(around.now() + second, Math.min(next.until?.getTime() ?? soon, soon + 30 * minute));
		return;
	}
	take(agent, around, { lease: next.lease, view: next.view, aim: { kind: 'work' } });
};

type Seen = Awaited<ReturnType<typeof viewLease>>;
type ViewOf = (tx: Parameters<typeof viewLease>[1], lease: LeaseRow, now: Date) => Promise<Seen>;

const take = (
	agent: Agent,
	around: Surroundings,
	granted: { readonly lease: LeaseRow; readonly view: Seen; readonly aim: Aim },
): void => {
	const { lease, view, aim } = granted;
	agent.counts.granted += 1;
	const text = view.ok ? (view.value.sentences?.map((sentence) => sentence.text ?? '').join('') ?? '') : '';
	agent.held = { lease, aim, steps: plan(lease, agent.random), text };
	agent.readyAt = around.now() + second + agent.random() * 4 * second;
};

/** Asks for something to review; false where there is nothing for this person. */
const takeReview = async (agent: Agent, around: Surroundings, view: ViewOf): Promise<boolean> => {
	const next = await nextReview(around.server(), mine(agent), async (tx, lease, now) => ({
		lease,
		view: await view(tx, lease, now),
	}));
	if (next.kind !== 'lease') return false;
	take(agent, around, { ...next.view, aim: { kind: 'review', reviewId: next.review.id } });
	return true;
};

/** Asks for something to train on; false where there is nothing for this person. */
const takeTraining = async (agent: Agent, around: Surroundings, view: ViewOf): Promise<boolean> => {
	const asking = { ...mine(agent), projectId: anyProject(agent) };
	const next = await nextTraining(around.server(), asking, async (tx, lease, now) => ({
		lease,
		view: await view(tx, lease, now),
	}));
	if (next.kind !== 'lease') return false;
	take(agent, around, { ...next.view, aim: { kind: 'training' } });
	return true;
};

/** Looks again at the item of a verdict; false where there is none, or not now. */
const takeLook = async (agent: Agent, around: Surroundings, view: ViewOf): Promise<boolean> => {
	const { page } = await myVerdicts(around.server(), { ...mine(agent), before: undefined });
	const reviewId = page[Math.floor(agent.random() * page.length)]?.reviewId;
	if (reviewId === undefined) return false;
	const look = await lookAgain(around.server(), { ...mine(agent), reviewId }, async (tx, lease, now) => ({
		lease,
		view: await view(tx, lease, now),
	}));
	if (look.kind !== 'lease') return false;
	take(agent, around, { ...look.view, aim: { kind: 'look' } });
	return true;
};

const anyProject = (agent: Agent): string => agent.projects[Math.floor(agent.random() * agent.projects.length)] ?? '';

/** Answers blind; where that differs from what was answered, says whether it can stand. */
const judge = async (agent: Agent, held: Held, around: Surroundings, reviewId: string): Promise<void> => {
	const server = around.server();
	const ref = { ...mine(agent), reviewId };
	const { answers } = answerTo(held, around, agent.random);
	const done = await answerReview(server, ref, { leaseId: held.lease.id, answers });
	if (!done.ok || done.value.state !== 'answered') return;
	const verdict = agent.random() < 0.7 ? 'wrong' : 'right';
	await giveVerdict(server, ref, { verdict, reason: 'It says otherwise.', note: '' });
};

/** Contests the newest verdict, whatever it says: what may not be contested is refused. */
const contestOne = async (agent: Agent, server: SimulatedServer): Promise<void> => {
	const { page } = await myVerdicts(server, { ...mine(agent), before: undefined });
	const newest = page[0];
	if (newest !== undefined)
		await contestVerdict(server, { ...mine(agent), reviewId: newest.reviewId, sentence: 'It says just that.' });
};

/** What somebody will do with an item, drawn beforehand: most look and answer, some do everything else. */
const plan = (lease: LeaseRow, random: () => number): Step[] => {
	const steps: Step[] = lease.severity > 1 && random() < 0.95 ? ['reveal'] : [];
	if (random() < 0.05) steps.push('hide', 'reveal');
	if (random() < 0.04) steps.push('extend', 'reveal');
	if (random() < 0.04) steps.push('draft');
	const dice = random();
	if (dice < 0.02) steps.push('vanish');
	else if (dice < 0.03) steps.push('vanish', 'late');
	else if (dice < 0.06) steps.push('skip');
	else if (dice < 0.07) steps.push('release');
	else steps.push('answer');
	return steps;
};

const work = async (agent: Agent, held: Held, around: Surroundings): Promise<void> => {
	const { random } = agent;
	const step = held.steps[0];
	if (step === undefined) return rest(agent, around);
	if (step === 'vanish') {
		agent.readyAt = around.now() + (5 + random() * 25) * minute;
		held.steps.shift();
		return;
	}
	// Also with an item in hand.
	if (random() < around.changesMindShare) await changeMind(agent, around.server());
	const doing = deeds(agent, held, around)[step];
	// Now and then a request is sent twice, at once.
	if (random() < 0.03) await Promise.all([doing(), doing()]);
	else await doing();
	if (step === 'answer' || step === 'late') agent.counts.answered += 1;
	held.steps.shift();
	if (held.steps.length === 0) return rest(agent, around);
	// Some are quick; the others look up to all of the reservation, and now and then longer.
	const most = random() < 0.7 ? held.lease.reservedMs : 2 * minute;
	agent.readyAt = around.now() + second + random() * (agent.person.quick ? 8 * second : most);
};

/** What each step asks of a server. */
const deeds = (
	agent: Agent,
	held: Held,
	around: Surroundings,
): Readonly<Record<Exclude<Step, 'vanish'>, () => Promise<unknown>>> => {
	const server = around.server();
	const ref = { ...mine(agent), leaseId: held.lease.id };
	const answer = async (): Promise<unknown> => {
		switch (held.aim.kind) {
			case 'work':
				return submitAnswer(server, ref, answerTo(held, around, agent.random));
			case 'review':
				return judge(agent, held, around, held.aim.reviewId);
			case 'training':
				return answerTraining(server, { ...ref, answers: answerTo(held, around, agent.random).answers });
			case 'look':
				return leave(server, ref, 'released');
		}
	};
	return {
		reveal: async () => {
			const shown = await reveal(server, ref, 'all');
			if (!shown.ok) return;
			held.text = shown.value.sentences.map((sentence) => sentence.text ?? '').join('');
			if (surprises(agent, held, around)) held.steps.splice(1, held.steps.length, 'surprise');
		},
		hide: () => hide(server, ref),
		extend: () => extend(server, ref),
		draft: () => saveDraft(server, ref, { kind: 'fine' }),
		surprise: () => surprise(server, ref, { category: 'violence', severity: 4 }),
		skip: () => leave(server, ref, 'skipped'),
		release: () => leave(server, ref, 'released'),
		answer,
		late: answer,
	};
};

/** Who was told less than it is says so, most of the time. */
const surprises = (agent: Agent, held: Held, around: Surroundings): boolean => {
	const truth = around.items.truthOf(held.text);
	const worse = topSeverity(truth?.hazards ?? {}) - held.lease.severity;
	return worse >= 2 ? agent.random() < 0.5 : agent.random() < 0.0005;
};

const answerTo = (held: Held, around: Surroundings, random: () => number): AnswerRequest => {
	const truth = around.items.truthOf(held.text);
	const label = truth?.label ?? 'fine';
	const other = label === 'fine' ? 'rude' : 'fine';
	const scout = held.lease.purpose === 'scout' && held.text !== '';
	return {
		idempotencyKey: held.lease.idempotencyKey,
		answers: { kind: random() < 0.88 ? label : other },
		hazardsFound: scout ? (truth?.hazards ?? {}) : {},
	};
};

const rest = (agent: Agent, around: Surroundings): void => {
	agent.held = undefined;
	const { random } = agent;
	const pause = agent.person.busy ? second + random() * 5 * second : -Math.log(1 - random()) * around.idleMsMean;
	agent.readyAt = around.now() + pause;
};

const unwanted = [
	{ kind: 'theme', value: 'conflict:a' },
	{ kind: 'category', value: 'self-harm' },
] as const;

const lowered = (random: () => number) =>
	random() < 0.5 ? { daysIn7: 1 } : { dayMs: Math.floor(random() * 40) * minute, hourViews: Math.floor(random() * 30) };

/** Withdraws, excludes, lowers, moves, goes home: without a reason, at once. */
const changeMind = async (agent: Agent, server: SimulatedServer): Promise<void> => {
	const { random, person } = agent;
	const dice = random();
	const projectId = anyProject(agent);
	const deps = { ...server, rolesChanged: () => undefined };
	if (dice < 0.5)
		await setConsents(server, { ...mine(agent), projectId, categories: person.consents.filter(() => random() < 0.8) });
	else if (dice < 0.65)
		await setExclusions(server, {
			...mine(agent),
			exclusions: random() < 0.5 ? unwanted : [],
		});
	else if (dice < 0.8)
		await setOwnLimits(server, {
			...mine(agent),
			limits: random() < 0.6 ? lowered(random) : {},
		});
	else if (dice < 0.87)
		await changeMe(deps, person.id, { timeZone: random() < 0.5 ? 'Pacific/Kiritimati' : 'America/Los_Angeles' });
	else if (dice < 0.9) await endShift(server, mine(agent));
	else await setConsents(server, { ...mine(agent), projectId, categories: person.consents });
};
