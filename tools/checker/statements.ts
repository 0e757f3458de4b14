import { clocksDiffer, type Snapshot, sql } from './snapshot.ts';
import type { Tally } from './tally.ts';

/** Promises whose recount is one statement each: pay without a reason, surprise, screening, decisions and answers. */
export const checkStatements = async (tally: Tally, snapshot: Snapshot): Promise<void> => {
	await snapshot.judge(tally, 'free-skip', skippedUnanswered);
	await snapshot.judge(tally, 'free-skip', allPaid);
	await snapshot.judge(tally, 'screened-first', screenedOrTold);
	await snapshot.judge(tally, 'screened-first', looksCounted);
	await snapshot.judge(tally, 'surprise', raised);
	await snapshot.judge(tally, 'surprise', raisedNear);
	await snapshot.judge(tally, 'surprise', quarantined);
	await snapshot.judge(tally, 'surprise', quarantineHeld);
	await snapshot.judge(tally, 'surprise', recorded);
	await snapshot.judge(tally, 'decisions', oneDecision);
	await snapshot.judge(tally, 'decisions', viewsOfDecision);
	await snapshot.judge(tally, 'decisions', answeredOnce);
	await snapshot.judge(tally, 'decisions', answerOfLease);
	await snapshot.judge(tally, 'decisions', reviewOfLease);
	await snapshot.judge(tally, 'decisions', reviewerOfReview);
	await snapshot.judge(tally, 'decisions', contestInTime);
};

/** "Skip, opt-out, break, 'too much' and 'surprise' need no reason, are paid, and change no score." */
const skippedUnanswered = sql`
	select a.id is null, format('lease %s, %s: has the answer %s', l.id, l.state, a.id), l.id, l.person_id
	from utu.lease l left join utu.answer a on a.idempotency_key = l.idempotency_key
	where l.state in ('skipped', 'surprised') and ($1::uuid is null or l.project_id = $1)`;

/** Paid time covers every lease, however it ended: within a millisecond each for rounding. */
const allPaid = sql`
	select coalesce(w.work_ms, 0) + l.leases >= l.lease_ms,
		format('person %s in project %s: %s ms leased, %s ms paid', l.person_id, l.project_id, l.lease_ms, coalesce(w.work_ms, 0)),
		null::uuid, l.person_id
	from (
		select person_id, project_id, count(*) as leases, floor(sum(extract(epoch from ended_at - granted_at) * 1000)) as lease_ms
		from utu.lease where ended_at is not null and ($1::uuid is null or project_id = $1) group by person_id, project_id) l
	left join (
		select person_id, project_id, sum(work_ms) as work_ms from utu.work_time group by person_id, project_id) w
		on w.person_id = l.person_id and w.project_id = l.project_id`;

/**
 * "A category that no predictor of that medium covers is 'unscreened' ... until people ... have looked at a random sample
 * of the batch and bounded its rate ...; a 'surprise' opens the question again." Scouts said yes to that. What a surprise in
 * its batch made uncovered since, when the item was opened anew, is not on record as it was.
 */
const screenedOrTold = sql`
	select bool_and(l.hazards ? 'unscreened' or l.purpose = 'scout' or s.batch_id is not null
			or coalesce(i.opened_at > l.granted_at - ${clocksDiffer} and exists (
				select from utu.surprise s where s.batch_id = i.batch_id and s.created_at >= l.granted_at - ${clocksDiffer}), false)),
		format('lease %s, granted %s: something uncovered was not told as unscreened', l.id, l.granted_at), l.id, l.person_id
	from utu.lease l join utu.item i on i.id = l.item_id cross join lateral unnest(i.uncovered) c (category)
	left join (
		select c.batch_id, c.category, c.cleared_at, min(s.created_at) as opened_at from utu.batch_screen c
		left join utu.surprise s on s.batch_id = c.batch_id and s.created_at > c.cleared_at and coalesce(s.category = c.category, true)
		where c.cleared_at is not null group by c.batch_id, c.category, c.cleared_at) s
		on s.batch_id = i.batch_id and s.category = c.category and s.cleared_at <= l.granted_at
			and coalesce(s.opened_at >= l.granted_at, true)
	where $1::uuid is null or l.project_id = $1
	group by l.id`;

/** An item counts once in a sample: a round of screening rests on no more items than scouts have seen. */
const looksCounted = sql`
	select s.looked <= coalesce(l.items, 0) and s.found <= s.looked,
		format('batch %s: %s looks counted, %s found, scouts saw %s items', s.batch_id, s.looked, s.found, coalesce(l.items, 0)),
		null::uuid, null::uuid
	from utu.batch_screen s join utu.batch b on b.id = s.batch_id left join (
		select i.batch_id, count(distinct i.id) as items from utu.lease l join utu.item i on i.id = l.item_id
		where l.purpose = 'scout' and l.revealed_at is not null group by i.batch_id) l on l.batch_id = s.batch_id
	where $1::uuid is null or b.project_id = $1`;

/** "raises the item's ... severity" */
const raised = sql`
	select greatest(i.severity, coalesce((select max(value::int) from jsonb_each_text(i.hazards_floor)), 0)) >= s.severity_after
			and s.severity_after >= s.severity_before,
		format('surprise %s at %s: severity %s to %s, its item stands at %s', s.id, s.created_at, s.severity_before, s.severity_after,
			i.severity), null::uuid, null::uuid
	from utu.surprise s join utu.item i on i.id = s.item_id
	where $1::uuid is null or s.project_id = $1`;

/**
 * "and its near duplicates' severity": of those that waited or stood open, and had been taken in well before. Where the
 * highest severity did not rise, how grave this category was is not on record: it is named at least.
 */
const raisedNear = sql`
	select coalesce((d.hazards_floor->>s.category)::int, 0) >= case when s.severity_after > s.severity_before then s.severity_after else 1 end,
		format('surprise %s at %s: item %s is nearly its item, and was not raised', s.id, s.created_at, d.id), null::uuid, null::uuid
	from utu.surprise s join utu.item_near n on n.item_id = s.item_id
	join utu.item_near o on o.keys && n.keys and o.organisation_id = n.organisation_id and o.item_id <> n.item_id
	join utu.item d on d.id = o.item_id
	where s.category is not null and d.created_at < s.created_at - interval '5 s' and ($1::uuid is null or s.project_id = $1)
		and (d.stage in ('first-pass', 'open') or d.stage = 'decided' and d.decided_at > s.created_at)`;

/** "quarantines the batch": until scouts have cleared something of it since. */
const quarantined = sql`
	select b.quarantined_at is not null
			or exists (select from utu.batch_screen c where c.batch_id = s.batch_id and c.cleared_at > s.created_at),
		format('surprise %s at %s: its batch %s is not in quarantine', s.id, s.created_at, s.batch_id), null::uuid, null::uuid
	from utu.surprise s join utu.batch b on b.id = s.batch_id
	where $1::uuid is null or s.project_id = $1`;

/**
 * "quarantines the batch from people who did not consent": only scouts, from the surprise until it was cleared.
 * Two seconds are left to the clocks of two servers.
 */
const quarantineHeld = sql`
	select l.purpose = 'scout' or not (coalesce(l.granted_at > b.quarantined_at + ${clocksDiffer}, false) or coalesce(l.granted_at > l.since
			and not exists (
				select from utu.batch_screen c where c.batch_id = b.id and c.cleared_at > l.since and c.cleared_at <= l.granted_at),
			false)),
		format('lease %s, granted %s for purpose %s: its batch %s was in quarantine', l.id, l.granted_at, l.purpose, b.id),
		l.id, l.person_id
	from (
		select l.id, l.person_id, l.purpose, l.granted_at, i.batch_id, max(s.created_at) as since
		from utu.lease l join utu.item i on i.id = l.item_id
		left join utu.surprise s on s.batch_id = i.batch_id and s.created_at < l.granted_at - ${clocksDiffer}
		where $1::uuid is null or l.project_id = $1
		group by l.id, i.batch_id) l
	join utu.batch b on b.id = l.batch_id
	where l.since is not null or b.quarantined_at is not null`;

/**
 * Every surprised look is on record, and nobody's else; what it was found to be is what the ledger charges. A look does not
 * end before it began, also where the clock went back meanwhile: then its end is later than the surprise.
 */
const recorded = sql`
	select s.id is not null and coalesce(e.severity >= s.severity_after, l.revealed_at is null),
		format('lease %s ended as a surprise at %s: recorded as %s, charged %s', l.id, l.ended_at, coalesce(s.id::text, 'nothing'),
			case when e.severity >= s.severity_after then 'in full' else 'too little' end), l.id, l.person_id
	from utu.lease l
	left join lateral (
		select s.id, s.severity_after from utu.surprise s
		where s.item_id = l.item_id and s.created_at between l.ended_at - ${clocksDiffer} and l.ended_at
		order by s.created_at desc limit 1) s on true
	left join utu.exposure e on e.lease_id = l.id
	where l.state = 'surprised' and ($1::uuid is null or l.project_id = $1)`;

/** "Exact duplicates ... inherit a decision": what is decided has one that stands, what is open has none. */
const oneDecision = sql`
	select case i.stage when 'decided' then coalesce(d.current, 0) = 1 and coalesce(not d.inherited, false)
			when 'duplicate' then coalesce(d.current, 0) = (case when i.decided_at is null then 0 else 1 end) and coalesce(d.inherited, true)
			else coalesce(d.current, 0) = 0 end
			and (i.stage <> 'decided' or i.decided_at is not null) and (i.stage not in ('open', 'first-pass') or i.decided_at is null),
		format('item %s, %s, decided %s: %s decisions stand', i.id, i.stage, coalesce(i.decided_at::text, 'never'), coalesce(d.current, 0)),
		null::uuid, null::uuid
	from utu.item i left join (
		select item_id, count(*) as current, bool_and(reason = 'inherited') as inherited
		from utu.decision where superseded_at is null group by item_id) d on d.item_id = i.id
	where $1::uuid is null or i.project_id = $1`;

/** A decision says on how many views it rests. */
const viewsOfDecision = sql`
	select d.views = count(a.id), format('decision %s of item %s at %s: rests on %s views, %s were counted', d.id, d.item_id,
			d.decided_at, d.views, count(a.id)), null::uuid, null::uuid
	from utu.decision d left join utu.answer a
		on a.item_id = d.item_id and a.status = 'counted' and a.answered_at <= d.decided_at + ${clocksDiffer}
	where d.reason <> 'inherited' and ($1::uuid is null or d.project_id = $1)
	group by d.id`;

/** Nothing acknowledged is lost: an answered lease has its answer, under its key and its person's pseudonym. */
const answeredOnce = sql`
	select a.item_id = l.item_id and a.project_id = l.project_id and a.purpose = l.purpose and a.worker_id = w.worker_id
			and (a.basis = 'viewed') = (l.revealed_at is not null),
		format('lease %s, answered at %s: answer %s', l.id, l.ended_at, coalesce(a.id::text || ' is of another look', 'lost')),
		l.id, l.person_id
	from utu.lease l left join utu.answer a on a.idempotency_key = l.idempotency_key
	left join utu.project_worker w on w.project_id = l.project_id and w.person_id = l.person_id
	where l.state = 'answered' and l.purpose in ('annotate', 'scout') and ($1::uuid is null or l.project_id = $1)`;

/** Each answer came from one lease; "decide without looking ... is no independent view": it is not counted. */
const answerOfLease = sql`
	select l.id is not null and l.item_id = a.item_id and not (a.basis = 'unseen' and a.status = 'counted'),
		format('answer %s of item %s: %s, %s, %s', a.id, a.item_id, a.basis, a.status,
			case when l.id is null then 'from no lease' else 'lease ' || l.id end), l.id, l.person_id
	from utu.answer a left join utu.lease l on l.idempotency_key = a.idempotency_key
	where $1::uuid is null or a.project_id = $1`;

/** A review, and an answer in training, is on record under its own look: a review under its person's pseudonym. */
const reviewOfLease = sql`
	select l.revealed_at is not null and (r.id is not null and r.kind = l.purpose and r.item_id = l.item_id and r.reviewer_id = w.worker_id
			or l.purpose = 'gold' and exists (select from utu.training_answer t
				where t.lease_id = l.id and t.item_id = l.item_id and t.person_id = l.person_id)),
		format('lease %s, answered at %s for purpose %s: review %s', l.id, l.ended_at, l.purpose, coalesce(r.id::text || ' is another', 'lost')),
		l.id, l.person_id
	from utu.lease l left join utu.review r on r.lease_id = l.id and r.state <> 'waiting'
	left join utu.project_worker w on w.project_id = l.project_id and w.person_id = l.person_id
	where l.state = 'answered' and l.purpose in ('review', 'double-review', 'contest', 'adjudicate', 'gold') and ($1::uuid is null or l.project_id = $1)`;

/** "another person decides, blind": nobody judges their own answer, and nobody one answer twice. */
const reviewerOfReview = sql`
	select r.reviewer_id <> coalesce(r.worker_id, gen_random_uuid()) and not exists (
			select from utu.review o where o.answer_id = r.answer_id and o.id <> r.id and o.reviewer_id = r.reviewer_id),
		format('review %s of answer %s: by who gave the answer, or judged it before', r.id, r.answer_id), null::uuid, null::uuid
	from utu.review r where r.reviewer_id is not null and ($1::uuid is null or r.project_id = $1)`;

/** "within 7 days, or it lapses in the worker's favour": what was decided was decided by a judged review, in time. */
const contestInTime = sql`
	select case c.outcome when 'lapsed' then c.decided_at >= c.lapses_at when 'overturned' then again.verdict = 'right'
			when 'upheld' then again.verdict = 'wrong' else c.decided_at is null end
			and first.verdict = 'wrong' and c.lapses_at <= c.filed_at + interval '7 days' + ${clocksDiffer},
		format('contest of review %s: %s at %s, its second look says %s', c.review_id, coalesce(c.outcome, 'open'), c.decided_at, again.verdict),
		null::uuid, null::uuid
	from utu.contest c join utu.review first on first.id = c.review_id
	left join utu.review again on again.answer_id = first.answer_id and again.kind = 'contest' and again.state = 'judged'
	where $1::uuid is null or c.project_id = $1`;
