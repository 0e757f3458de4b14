import { describe, expect, it } from 'vitest';
import { seededRandom } from '../first-pass/seeded-random.ts';
import { concernConsequences, concerns } from './concern.ts';
import type { ScoredRecord, ScoredVerdict } from './verdict.ts';

const doubleReviews = { reviews: 400, disagreements: 0 };
const exact = { doubleReviews, toleranceLogOdds: 0 };

const recordOf = (workerId: string, rights: readonly boolean[], expected = 0.95): ScoredRecord => ({
	workerId,
	verdicts: rights.map((correct, at): ScoredVerdict => {
		const ids = { verdictId: `${workerId}${at}`, itemId: `i${at}`, workerId };
		return { ...ids, correct, expected, check: 'review', secondAgrees: undefined };
	}),
});

const rightBut = (wrongEvery: number, n: number): readonly boolean[] =>
	Array.from({ length: n }, (_, at) => at % wrongEvery !== 0);

const nameOf = ({ workerId }: { readonly workerId: string }): string => workerId;

describe('a concern', () => {
	const fair = Array.from({ length: 19 }, (_, at) => recordOf(`fair${at}`, rightBut(20, 200)));
	const below = recordOf('below', rightBut(5, 200));

	it('names who is below the bar, with the items that say so, and nobody else', () => {
		const [concern, ...others] = concerns([...fair, below], exact);
		expect(others).toEqual([]);
		expect(concern).toMatchObject({ workerId: 'below', n: 200, right: 160 });
		expect(concern!.expectedRight).toBeCloseTo(190, 9);
		expect(concern!.evidence).toEqual(below.verdicts.filter(({ correct }) => !correct));
		expect(concern!.logEValue).toBeGreaterThan(Math.log(20 / 0.05));
	});

	it('comes in the order given, whoever is worse', () => {
		const worse = recordOf('worse', rightBut(3, 200));
		expect(concerns([below, ...fair, worse], exact).map(nameOf)).toEqual(['below', 'worse']);
		expect(concerns([worse, ...fair, below], exact).map(nameOf)).toEqual(['worse', 'below']);
	});

	it('has no rank and no place for one', () => {
		const [concern] = concerns([...fair, below], exact);
		expect(Object.keys(concern!).sort()).toEqual(
			['workerId', 'n', 'right', 'expectedRight', 'logEValue', 'evidence'].sort(),
		);
	});

	it('is not raised on fewer than 50 verdicts, however bad', () => {
		expect(concerns([recordOf('few', rightBut(1, 49))], exact)).toEqual([]);
		expect(concerns([recordOf('few', rightBut(1, 50))], exact).map(nameOf)).toEqual(['few']);
	});

	it('is not raised while the reviewers’ own error is not measured', () => {
		const few = { ...exact, doubleReviews: { reviews: 199, disagreements: 0 } };
		expect(concerns([...fair, below], few)).toEqual([]);
	});

	it('asks more evidence in a larger organisation', () => {
		const slightly = recordOf('slightly', rightBut(8, 150));
		expect(concerns([slightly], exact).map(nameOf)).toEqual(['slightly']);
		const many = Array.from({ length: 1_999 }, (_, at) => recordOf(`fair${at}`, []));
		expect(concerns([slightly, ...many], exact)).toEqual([]);
	});

	it('is about these items: half right is as expected where peers are half right', () => {
		const hard = recordOf('hard', rightBut(2, 200), 0.5);
		expect(concerns([hard], exact)).toEqual([]);
		expect(concerns([recordOf('easy', rightBut(2, 200))], exact)).toHaveLength(1);
	});

	it('leaves those alone who are only a little below, by default', () => {
		const little = recordOf('little', rightBut(14, 1_400));
		expect(concerns([little], exact).map(nameOf)).toEqual(['little']);
		expect(concerns([little], { doubleReviews })).toEqual([]);
	});

	it('is seen by at most one fair team in twenty, in 26 weekly looks', () => {
		const random = seededRandom(5);
		const teams = 60;
		let flagged = 0;
		for (let team = 0; team < teams; team++) {
			const drawn = Array.from({ length: 20 }, () => Array.from({ length: 26 * 10 }, () => random() < 0.95));
			const ever = Array.from({ length: 26 }, (_, week) =>
				concerns(
					drawn.map((rights, person) => recordOf(`p${person}`, rights.slice(0, 10 * (week + 1)))),
					exact,
				),
			).some((found) => found.length > 0);
			if (ever) flagged++;
		}
		expect(flagged / teams).toBeLessThanOrEqual(0.05);
	});

	it('leads to training and a talk, and never by itself to pay, exposure, access, dismissal or a rank', () => {
		expect(concernConsequences.follows).toEqual(['training', 'talk']);
		expect(concernConsequences.neverFollows).toEqual(['pay', 'exposure', 'access', 'dismissal', 'ranking']);
		expect(concernConsequences.byPersonOnly).toEqual({ suspension: ['reason', 'evidence', 'appeal'] });
	});
});
