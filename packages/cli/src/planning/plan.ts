import { readFile } from 'node:fs/promises';
import { planIntake } from '@utu/contract/planning.ts';
import { type BySeverity, bySeverity, planBounds, planDefaults, weekOf } from '@utu/core/planning/input.ts';
import { makePlan } from '@utu/core/planning/plan.ts';
import { type IntakeRequest, type PlanRequest, toPlanInput } from '@utu/core/planning/request.ts';
import { ceilingLimits, defaultLimits } from '@utu/core/safety/limits.ts';
import { type Command, InvalidArgumentError } from 'commander';
import { fileError, usageError } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { list, wholeNumber } from '../options.ts';
import { say, sayJson, type Terminal } from '../terminal.ts';
import { planText } from './report.ts';

export type PlanCommand = {
	readonly intake?: string;
	readonly mildPerDay?: number;
	readonly moderatePerDay?: number;
	readonly severePerDay?: number;
	readonly people: number;
	readonly shifts?: readonly string[];
	readonly shiftHours: number;
	readonly daysOn: number;
	readonly timeZone: string;
	readonly consent: number;
	readonly viewsPerItem: number;
	readonly visible?: BySeverity;
	readonly held?: BySeverity;
	readonly dayMinutes: number;
	readonly hourViews: number;
	readonly daysIn7: number;
	readonly ageHours: number;
	readonly json?: true;
};

const minuteMs = 60_000;
const perDayMax = 24 * planBounds.itemsPerHourMax;

export const addPlanOptions = (command: Command): Command =>
	command
		.option('--intake <file>', 'JSON with what comes in, instead of the three below')
		.option('--mild-per-day <n>', 'items of severity 0 and 1', number(0, perDayMax))
		.option('--moderate-per-day <n>', 'items of severity 2', number(0, perDayMax))
		.option('--severe-per-day <n>', 'items of severity 3 and 4', number(0, perDayMax))
		.option('--people <n>', 'how many there are', wholeNumber(0, planBounds.peopleMax), planDefaults.people)
		.option('--shifts <times>', 'when shifts start; by default 06:00,14:00,22:00', list)
		.option('--shift-hours <n>', 'how long a shift is', number(1, 12), planDefaults.shiftHours)
		.option('--days-on <n>', 'days in a row at work, of seven', wholeNumber(1, 7), planDefaults.daysOn)
		.option('--time-zone <zone>', 'of shifts and intake, such as Africa/Nairobi', 'UTC')
		.option('--consent <percent>', 'of people: willing to look at what is moderate or worse', number(0, 100), 50)
		.option('--views-per-item <n>', 'looks that an item takes', number(0, planBounds.viewsPerItemMax), 1.5)
		.option('--visible <seconds>', 'content in sight, a look, by severity 0 to 4: 10,15,20,20,20', secondsBySeverity)
		.option('--held <seconds>', 'a look in all, by severity 0 to 4: 20,30,40,40,40', secondsBySeverity)
		.option('--day-minutes <n>', 'limit: severe minutes a day', number(0, ceilingLimits.dayMs / minuteMs), 60)
		.option('--hour-views <n>', 'limit: severe views an hour', wholeNumber(0, ceilingLimits.hourViews), 40)
		.option('--days-in-7 <n>', 'limit: days in 7 with severe content', wholeNumber(0, ceilingLimits.daysIn7), 3)
		.option('--age-hours <n>', 'how long a severe item may wait', number(1, planBounds.ageHoursMax), 4);

export const planExamples = `
Examples:
  utu plan --severe-per-day 500 --people 20
  utu plan --severe-per-day 500 --moderate-per-day 1000 --mild-per-day 5000 --people 40 --consent 60
  utu plan --intake intake.json --people 120 --shifts 00:00,08:00,16:00 --time-zone Asia/Manila
  utu plan --severe-per-day 500 --people 20 --day-minutes 30 --json

An intake file has {"perDay": [0, 0, 1000, 500, 100]} by severity 0 to 4, with "hourWeights" (24) and "dayWeights"
(7, from Monday) if hours and days differ; or {"hours": [[…], …]} with 168 hours from Monday 0:00; or is an answer of
GET /api/v1/plan/intake. Needs no server. The model and its limits: docs/flow/planning.md`;

export const runPlan = async (terminal: Terminal, options: PlanCommand, now: number): Promise<ExitCode> => {
	const request: PlanRequest = {
		intake: await intakeOf(options),
		people: options.people,
		timeZone: options.timeZone,
		shifts: shiftsOf(options),
		daysOn: options.daysOn,
		consentShare: options.consent / 100,
		viewsPerItem: bySeverity(() => options.viewsPerItem),
		visibleSeconds: options.visible,
		heldSeconds: options.held,
		limits: {
			dayMs: Math.round(options.dayMinutes * minuteMs),
			hourViews: options.hourViews,
			daysIn7: options.daysIn7,
		},
		severeAgeHoursMax: options.ageHours,
	};
	const input = toPlanInput(request, { limits: defaultLimits, at: now });
	if (!input.ok) throw faultsError(input.error);
	const plan = makePlan(input.value);
	if (!plan.ok) throw faultsError(plan.error);
	if (options.json) sayJson(terminal, plan.value);
	else say(terminal, planText(plan.value, input.value));
	return exitCodes.done;
};

const intakeOf = async (options: PlanCommand): Promise<IntakeRequest> => {
	const { mildPerDay, moderatePerDay, severePerDay } = options;
	const flat = [mildPerDay, moderatePerDay, severePerDay].some((value) => value !== undefined);
	if (flat === (options.intake !== undefined))
		throw usageError('Say what comes in: either --severe-per-day (and moderate, mild), or --intake with a file.');
	if (options.intake !== undefined) return readIntake(options.intake);
	return { hours: weekOf({ perDay: [0, mildPerDay ?? 0, moderatePerDay ?? 0, severePerDay ?? 0, 0] }) };
};

const readIntake = async (path: string): Promise<IntakeRequest> => {
	const text = await readFile(path, 'utf8').catch((cause: unknown) => {
		throw fileError(path, cause);
	});
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw usageError(`${path} is not JSON. See: utu plan --help`);
	}
	// An answer of GET /api/v1/plan/intake has it inside.
	const inner = typeof value === 'object' && value !== null && 'intake' in value ? value.intake : value;
	const parsed = planIntake.safeParse(inner);
	if (parsed.success) return parsed.data;
	throw usageError(
		`${path} is no intake: it needs "perDay" with five numbers, or "hours" with 168 times five numbers. See: utu plan --help`,
	);
};

const shiftsOf = (options: PlanCommand): NonNullable<PlanRequest['shifts']> => {
	const starts = options.shifts ?? planDefaults.shiftStartHours.map((hour) => `${String(hour).padStart(2, '0')}:00`);
	return starts.map((start) => ({ start, hours: options.shiftHours }));
};

const faultsError = (faults: readonly { readonly path: string; readonly message: string }[]) =>
	usageError(faults.map(({ path, message }) => `${path}: ${message}`).join(' '));

function number(min: number, max: number) {
	return (text: string): number => {
		const value = Number(text);
		if (text.trim() !== '' && value >= min && value <= max) return value;
		throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
	};
}

function secondsBySeverity(text: string): BySeverity {
	const parts = text.split(',').map((part) => Number(part.trim() || 'none'));
	const values = bySeverity((severity) => parts[severity] ?? Number.NaN);
	const { secondsMin, secondsMax } = planBounds;
	if (parts.length === values.length && values.every((value) => value >= secondsMin && value <= secondsMax))
		return values;
	throw new InvalidArgumentError(
		`It must be five numbers of seconds from ${secondsMin} to ${secondsMax}: 10,15,20,20,20.`,
	);
}
