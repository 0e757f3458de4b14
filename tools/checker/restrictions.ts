import { categoriesOf, choicesOf, consentUnknown, exclusionsOf, heldAt } from './choices.ts';
import type { Choice, Exclusion, History, Lease } from './history.ts';
import { type Snapshot, sql } from './snapshot.ts';
import { at, type Tally } from './tally.ts';

/** What a person said yes to, and what they will not be shown: at each grant, and for as long as a lease is in hand. */
export const checkRestrictions = (tally: Tally, history: History, wanted: (lease: Lease) => boolean): void => {
	for (const lease of history.leases) {
		if (!wanted(lease)) continue;
		checkConsent(tally, history, lease);
		checkExclusion(tally, history, lease);
	}
};

const about = ({ id, personId, grantedAt }: Lease, story: string) => ({
	story: `lease ${id}, granted ${at(grantedAt)}: ${story}`,
	leaseId: id,
	personId,
});

/** "at once": a choice and the end of the lease in hand are one transaction, but for the clock. */
const atOnceMs = 1_000;

/**
 * "An item goes only to people who opted in to each hazard category it may carry at severity ≥ 2. Consent is given per
 * project ... and withdrawn in one click, at once, also for leases in hand." Where a project has no answers on record,
 * its table holds the last one only: an ended lease is compared where that is older than its grant, see `notRecounted`.
 */
const checkConsent = (tally: Tally, history: History, lease: Lease): void => {
	const kept = history.consents.get(lease.projectId);
	const answers = choicesOf(history, 'consent', lease.projectId);
	const lacks = (categories: ReadonlySet<string>): number =>
		lease.categories.filter((category) => !categories.has(category)).length;
	const compare = (missing: number): void =>
		tally.check('consent', missing === 0, () =>
			about(lease, `${missing} of ${lease.categories.length} categories without consent`),
		);
	if (lease.state === 'active' || (answers.length === 0 && !consentUnknown(history, lease))) {
		compare(lacks(kept?.categories ?? new Set()));
	}
	if (answers.length === 0) return;
	compare(lacks(categoriesOf(heldAt(answers, lease))));
	for (const answer of answers) {
		if (answer.seq < lease.seq || lacks(categoriesOf(answer)) === 0) continue;
		checkEnded(tally, 'consent', lease, answer);
		return;
	}
};

/** A lease that a later choice forbids was over by then. */
const checkEnded = (tally: Tally, promise: 'consent' | 'exclusion', lease: Lease, choice: Choice): void => {
	const { chosenAt } = choice;
	if (lease.endedAt === null || chosenAt < lease.grantedAt) return;
	const { endedAt, endedSeq } = lease;
	// A clock that went back since makes what came later look earlier: the order tells.
	const endedBefore = endedSeq !== null && endedSeq < choice.seq;
	tally.check(promise, endedBefore || endedAt <= chosenAt + atOnceMs, () =>
		about(lease, `held until ${at(endedAt)}, and forbidden since ${at(chosenAt)}`),
	);
};

/**
 * "An item never goes to someone who excluded one of its categories, themes, countries or languages. Where the theme of
 * a severity ≥ 2 item is unknown, people with a theme exclusion do not get it." Exclusions older than the choices have
 * no date: active leases.
 */
const checkExclusion = (tally: Tally, history: History, lease: Lease): void => {
	const choices = choicesOf(history, 'exclusions');
	const compare = (exclusions: readonly Exclusion[]): void => {
		for (const exclusion of exclusions) {
			tally.check('exclusion', !excludes(exclusion, lease), () => about(lease, 'given against an exclusion'));
		}
	};
	if (lease.state === 'active') compare(history.exclusions);
	compare(exclusionsOf(heldAt(choices, lease)));
	for (const choice of choices) {
		if (choice.seq < lease.seq || !exclusionsOf(choice).some((exclusion) => excludes(exclusion, lease))) continue;
		checkEnded(tally, 'exclusion', lease, choice);
		return;
	}
};

/** What of an item an exclusion can name. */
export type Excludable = Pick<Lease, 'hazards' | 'severity' | 'themes' | 'language'>;

export const excludes = ({ kind, value }: Exclusion, lease: Excludable): boolean => {
	const unknownIsDenied = lease.severity >= 2;
	const tags = (prefix: string) => lease.themes.filter((theme) => theme.startsWith(prefix));
	switch (kind) {
		case 'category':
			return (lease.hazards[value] ?? 0) >= 1;
		case 'theme':
			return lease.themes.includes(value) || (unknownIsDenied && lease.themes.length === 0);
		case 'country':
			return lease.themes.includes(`country:${value}`) || (unknownIsDenied && tags('country:').length === 0);
		case 'language':
			return (
				lease.language === value ||
				lease.themes.includes(`lang:${value}`) ||
				(unknownIsDenied && lease.language === null && tags('lang:').length === 0)
			);
		default:
			return true;
	}
};

/** What the router reads is what was chosen last. */
export const checkKept = async (tally: Tally, snapshot: Snapshot): Promise<void> => {
	await snapshot.judge(tally, 'consent', lastConsent);
	await snapshot.judge(tally, 'exclusion', lastExclusions);
	await snapshot.judge(tally, 'budget', lastLimits);
};

const lastConsent = sql`
	select c.categories @> o.categories and c.categories <@ o.categories,
		format('person %s in project %s: another consent is kept than the last one given, at %s', o.person_id, o.project_id, o.chosen_at),
		null::uuid, o.person_id
	from (
		select distinct on (person_id, project_id) person_id, project_id, chosen_at,
			array(select jsonb_array_elements_text(value)) as categories
		from utu.choice where kind = 'consent' order by person_id, project_id, seq desc) o
	left join utu.consent c on c.person_id = o.person_id and c.project_id = o.project_id
	where $1::uuid is null or o.project_id = $1`;

const lastExclusions = sql`
	select coalesce(e.kept, '{}') @> o.chosen and coalesce(e.kept, '{}') <@ o.chosen,
		format('person %s: other exclusions are kept than the last ones chosen, at %s', o.person_id, o.chosen_at), null::uuid, o.person_id
	from (
		select distinct on (person_id) person_id, chosen_at,
			array(select (one->>'kind') || ' ' || (one->>'value') from jsonb_array_elements(value) one) as chosen
		from utu.choice where kind = 'exclusions' order by person_id, seq desc) o
	left join (select person_id, array_agg(kind || ' ' || value) as kept from utu.exclusion group by person_id) e
		on e.person_id = o.person_id
	where $1::uuid is null or o.person_id in (select person_id from utu.lease where project_id = $1)`;

const lastLimits = sql`
	select a.limits = o.value,
		format('person %s: other limits are kept than their last own ones, chosen at %s', o.person_id, o.chosen_at), null::uuid, o.person_id
	from (
		select distinct on (person_id) person_id, chosen_at, value
		from utu.choice where kind = 'limits' order by person_id, seq desc) o
	left join utu.person_account a on a.person_id = o.person_id
	where $1::uuid is null or o.person_id in (select person_id from utu.lease where project_id = $1)`;
