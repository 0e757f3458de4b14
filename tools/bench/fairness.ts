/**
 * What scores and concerns do to people who deserve neither blame nor praise, and how soon they find who needs help.
 *
 * Teams of twenty people exactly at a bar of 95 %, 30 verdicts a person and week, looked at for 26 weeks; one person
 * below the bar among 20, 200 and 2,000; equal people with queues of 10 % and of 50 % hard items; 5 % of reviews wrong.
 * The same draws go to the naive ways: an exact binomial test of each person each week, the same under
 * Benjamini–Hochberg, and the bare accuracy against the bar.
 */

import { concernDefaults } from '@utu/core/review/concern.ts';
import { bytesEqual, coverage, mixShift, shifts } from './fairness/scores.ts';
import { strategies } from './fairness/strategies.ts';
import { alpha, fairTeams, powerInTeam, powerOf, strategyNames, teamsWithPeers } from './fairness/teams.ts';

type Runs = Readonly<Record<'teams' | 'peerTeams' | 'power' | 'team' | 'mix' | 'coverage' | 'histories', number>>;
const full: Runs = { teams: 2_000, peerTeams: 60, power: 2_001, team: 501, mix: 150, coverage: 1_000, histories: 500 };
const quickly: Runs = { teams: 100, peerTeams: 2, power: 201, team: 31, mix: 8, coverage: 40, histories: 50 };

/** Log-odds of one person below the peers: what 85 % is below 95 %. */
const shiftBelow = -1.2;

const run = async ({ quick, seed }: { data?: string; quick: boolean; seed: number }) => {
	const runs = quick ? quickly : full;
	const fair = fairTeams({ teams: runs.teams, seed });
	console.log(`fair teams that ever see a concern, of ${fair.teams}: ${JSON.stringify(fair.flagged)}`);
	const { toleranceLogOdds } = concernDefaults;
	const withPeers = teamsWithPeers({ teams: runs.peerTeams, seed, tolerances: [0, toleranceLogOdds], shiftBelow });
	console.log('teams with expectations learnt from peers');
	for (const row of withPeers) console.log(`  ${JSON.stringify(row)}`);
	const { power, attempts, inTeam } = measurePower(runs, seed);
	const mix = measureMix(runs, seed);
	const covered = coverage({ runs: runs.coverage, seed });
	const coverageMean = covered.reduce((sum, row) => sum + row.coverage, 0) / covered.length;
	const coverageLeast = Math.min(...covered.map((row) => row.coverage));
	console.log(
		`coverage of 95 % intervals: mean ${coverageMean.toFixed(4)}, least of ${covered.length} ${coverageLeast}`,
	);
	const others = [0.02, 0.1].map((error) => {
		const rows = coverage({ runs: Math.ceil(runs.coverage / 4), seed, error });
		const mean = rows.reduce((sum, row) => sum + row.coverage, 0) / rows.length;
		console.log(`with ${100 * error} % of reviews wrong: mean ${mean.toFixed(4)}`);
		return { error, coverage: round(mean, 4) };
	});
	const scoreBytesEqual = bytesEqual({ histories: runs.histories, seed });
	console.log(`scores keep every byte without what does not count: ${scoreBytesEqual}`);
	return {
		units: { mixShift: 'points', powerMedian: 'verdicts', bias: 'points', width: 'points' },
		alpha,
		falseTeamFlagRate: fair.flagged.eProcess,
		naiveFalseTeamFlagRate: fair.flagged.binomialTest,
		fair,
		withPeers,
		powerMedianN85: inTeam.n85,
		powerMedianN90: inTeam.n90,
		power,
		attempts,
		mixShift: mix.worst,
		mix: mix.rows,
		coverage: round(coverageMean, 4),
		coverageLeast,
		coverageAtOtherErrors: others,
		coverageRows: covered.map((row) => ({
			...row,
			truth: round(row.truth, 4),
			bias: round(row.bias, 2),
			width: round(row.width, 1),
		})),
		scoreBytesEqual,
	};
};

/** @public The dispatcher imports it by name. */
export const bench = { name: 'fairness', run };

const measurePower = (runs: Runs, seed: number) => {
	const inTeam = {
		n85: powerInTeam({ p: 0.85, runs: runs.team, seed }),
		n90: powerInTeam({ p: 0.9, runs: runs.team, seed }),
	};
	console.log(`\nmedian verdicts until found, e-BH among 20: 85 % ${inTeam.n85}, 90 % ${inTeam.n90}`);
	const power = [20, 200, 2_000].map((among) => {
		const options = { among, runs: runs.power, seed };
		const { toleranceLogOdds } = concernDefaults;
		const atBar = powerOf(strategies.used, options);
		const withTolerance = powerOf(strategies.used, { ...options, toleranceLogOdds });
		console.log(
			`among ${among}: ${JSON.stringify(atBar)}; with the default tolerance ${JSON.stringify(withTolerance)}`,
		);
		return { among, atBar, withTolerance };
	});
	const attempts = strategyNames.map((name) => {
		const medians = powerOf(strategies[name], { among: 20, runs: runs.power, seed });
		console.log(`${name.padEnd(30)} ${JSON.stringify(medians)}`);
		return { name, ...medians };
	});
	return { power, attempts, inTeam };
};

/** The headline is the worst over abilities where strata tell the lanes apart, expectations learnt from two peers an item. */
const measureMix = (runs: Runs, seed: number) => {
	console.log('\nequal people, 10 % against 50 % hard items: points between their scores');
	const worlds = [
		{ expectations: 'known', strata: 'none', viewsPerItem: 3, doubles: 600 },
		{ expectations: 'estimated', strata: 'lane', viewsPerItem: 3, doubles: 600 },
		{ expectations: 'estimated', strata: 'lane', viewsPerItem: 2, doubles: 600 },
		{ expectations: 'estimated', strata: 'lane', viewsPerItem: 3, doubles: 200 },
		{ expectations: 'estimated', strata: 'none', viewsPerItem: 3, doubles: 600 },
		{ expectations: 'estimated', strata: 'none', viewsPerItem: 2, doubles: 600 },
	] as const;
	const rows = worlds.flatMap((world) =>
		shifts.map((shift) => {
			const { adjusted, raw, coverage: covered } = mixShift({ runs: runs.mix, seed, shift, ...world });
			const row = { ...world, shift, raw: round(raw, 2), adjusted: round(adjusted, 2), coverage: round(covered, 3) };
			console.log(JSON.stringify(row));
			return row;
		}),
	);
	const headline = rows.filter(({ expectations, strata }) => expectations === 'estimated' && strata === 'lane');
	return { rows, worst: Math.max(...headline.map(({ adjusted }) => Math.abs(adjusted))) };
};

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
