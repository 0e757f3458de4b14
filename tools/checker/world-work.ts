import { day, hour, type LookOptions, minute, organisationId, projectId, type Query, second } from './world-ground.ts';

export const insertLook = async (
	query: Query,
	ids: { readonly leaseId: string; readonly key: string; readonly answerId: string; readonly shiftId: string },
	look: LookOptions & { readonly itemId: string },
): Promise<string> => {
	const { personId, itemId, hazards = { violence: 3 }, state = 'answered', purpose = 'annotate' } = look;
	const visibleMs = look.visibleMs ?? 20 * second;
	const heldMs = look.heldMs ?? visibleMs + 10 * second;
	const reservedMs = look.reservedMs ?? Math.max(30 * second, visibleMs);
	const active = state === 'active';
	const revealed = look.revealed ?? !['released', 'withdrawn', 'active'].includes(state);
	const severity = Math.max(0, ...Object.values(hazards));
	const categories = Object.keys(hazards).filter((category) => hazards[category]! >= 2);
	const end = look.at + heldMs;
	await query(
		`insert into utu.lease (id, organisation_id, project_id, item_id, person_id, purpose, state, hazards, categories, severity,
			granted_at, expires_at, ended_at, reserved_ms, visible_ms, revealed_at, extensions, idempotency_key)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		[
			...[ids.leaseId, organisationId, projectId, itemId, personId, purpose, state, JSON.stringify(hazards)],
			...[categories, severity, new Date(look.at), new Date(Math.max(end, look.at + 20 * minute))],
			...[active ? null : new Date(end), reservedMs, revealed ? visibleMs : 0],
			...[revealed ? new Date(look.at) : null, look.extensions ?? 0, ids.key],
		],
	);
	if (look.shift !== false) await coverByShift(query, ids, look.at);
	if (revealed || state === 'answered') await remember(query, look);
	if (revealed && !active) {
		const endedAt = look.at + Math.min(heldMs, visibleMs);
		await insertExposure(query, {
			...look,
			purpose,
			categories,
			visibleMs,
			...{ leaseId: ids.leaseId, severity, endedAt },
		});
	}
	if (active) await query('update utu.item set views_active = views_active + 1 where id = $1', [itemId]);
	else await insertWork(query, { personId, at: look.at, heldMs });
	if (state === 'answered' || look.lateMs !== undefined) {
		const answeredAt = new Date(end + (look.lateMs ?? 0));
		await insertAnswer(query, { ...ids, personId, itemId, purpose, revealed, answeredAt });
	}
	return ids.leaseId;
};

const remember = async (
	query: Query,
	look: { readonly personId: string; readonly itemId: string; readonly at: number },
) => {
	const values = [look.personId, look.itemId, new Date(look.at)];
	await query('insert into utu.seen select $1, sha256, $3 from utu.item where id = $2 on conflict do nothing', values);
	await query(
		'insert into utu.seen_near select $1, unnest(keys), $3 from utu.item_near where item_id = $2 on conflict do nothing',
		values,
	);
};

const insertExposure = async (
	query: Query,
	look: LookOptions & {
		readonly leaseId: string;
		readonly categories: readonly string[];
		readonly severity: number;
		readonly endedAt: number;
		readonly visibleMs: number;
	},
): Promise<void> => {
	const severity = look.chargedAs ?? look.severity;
	await query(
		`insert into utu.exposure (lease_id, person_id, organisation_id, purpose, severity, categories, started_at, ended_at, visible_ms, presentation)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		[
			...[look.leaseId, look.personId, organisationId, look.purpose, severity, look.categories],
			...[new Date(look.at), new Date(look.endedAt), look.visibleMs],
			JSON.stringify({ visibleMsKnown: look.known ?? true }),
		],
	);
	if (severity < 2) return;
	const weight = severity >= 3 ? 1 : 0.5;
	for (const [moment, ms, views] of [
		[look.at, 0, 0],
		[look.endedAt, weight * look.visibleMs, weight],
	] as const) {
		await query(
			`insert into utu.exposure_hour as h values ($1, date_trunc('hour', $2::timestamptz, 'UTC'), $3, $4, $5)
			on conflict (person_id, hour) do update set weighted_ms = h.weighted_ms + excluded.weighted_ms,
				weighted_views = h.weighted_views + excluded.weighted_views, weight_max = greatest(h.weight_max, excluded.weight_max)`,
			[look.personId, new Date(moment), ms, views, weight],
		);
	}
};

export type ShiftOptions = {
	readonly personId: string;
	readonly from: number;
	readonly until: number;
	/** As it was planned, where it was ended early. */
	readonly planned?: number;
	readonly cancelled?: boolean;
	readonly createdAt?: number;
};

export const insertShift = async (query: Query, id: string, shift: ShiftOptions): Promise<string> => {
	const createdAt = new Date(shift.createdAt ?? shift.from - day);
	await query(
		`insert into utu.shift (id, organisation_id, person_id, starts_at, ends_at, planned_ends_at, time_zone, planned_by, cancelled_at, created_at)
		values ($1, $2, $3, $4, $5, $6, 'UTC', 'person', $7, $8)`,
		[
			...[id, organisationId, shift.personId, new Date(shift.from), new Date(shift.until)],
			...[new Date(shift.planned ?? shift.until), shift.cancelled === true ? createdAt : null, createdAt],
		],
	);
	return id;
};

/** A shift of an hour or a little more, where no shift covers a lease as yet. */
const coverByShift = async (
	query: Query,
	ids: { readonly leaseId: string; readonly shiftId: string },
	from: number,
): Promise<void> => {
	const [lease] = await query(
		`select l.person_id, extract(epoch from l.expires_at)::float8 * 1000 as until from utu.lease l where l.id = $1 and not exists (
			select from utu.shift s where s.person_id = l.person_id and s.cancelled_at is null and s.starts_at <= l.granted_at
				and s.ends_at >= greatest(l.expires_at, l.granted_at + interval '30 min'))`,
		[ids.leaseId],
	);
	if (lease === undefined) return;
	const until = Math.max(Number(lease.until), from + hour);
	await insertShift(query, ids.shiftId, { personId: String(lease.person_id), from, until });
};

/** By its kind: categories, exclusions, own limits, a time zone. */
export type ChoiceMade = { readonly at: number } & (
	| { readonly kind: 'consent'; readonly value: readonly string[] }
	| { readonly kind: 'exclusions'; readonly value: readonly { readonly kind: string; readonly value: string }[] }
	| { readonly kind: 'limits'; readonly value: Readonly<Record<string, number>> }
	| { readonly kind: 'time-zone'; readonly value: string }
);

export const insertChoice = async (query: Query, personId: string, choice: ChoiceMade): Promise<void> => {
	const { kind, at } = choice;
	const value = JSON.stringify(choice.value);
	await query('insert into utu.choice (person_id, project_id, kind, value, chosen_at) values ($1, $2, $3, $4, $5)', [
		personId,
		kind === 'consent' ? projectId : null,
		kind,
		value,
		new Date(at),
	]);
	switch (kind) {
		case 'consent':
			await query(
				`insert into utu.consent (person_id, project_id, organisation_id, categories, answered_at) values ($1, $2, $3, $4, $5)
				on conflict (person_id, project_id) do update set categories = excluded.categories, answered_at = excluded.answered_at`,
				[personId, projectId, organisationId, choice.value, new Date(at)],
			);
			break;
		case 'exclusions':
			await query('delete from utu.exclusion where person_id = $1', [personId]);
			for (const one of choice.value) {
				await query('insert into utu.exclusion values ($1, $2, $3)', [personId, one.kind, one.value]);
			}
			break;
		case 'limits':
			await query('update utu.person_account set limits = $2 where person_id = $1', [personId, value]);
			break;
		case 'time-zone':
			await query('update utu.person set time_zone = $2 where id = $1', [personId, choice.value]);
			break;
	}
};

const insertWork = (query: Query, work: { readonly personId: string; readonly at: number; readonly heldMs: number }) =>
	query(
		`insert into utu.work_time values ($1, $2, $3, date_trunc('hour', $4::timestamptz), $5)
		on conflict (organisation_id, project_id, person_id, hour) do update set work_ms = work_time.work_ms + excluded.work_ms`,
		[organisationId, projectId, work.personId, new Date(work.at), work.heldMs],
	);

const insertAnswer = async (
	query: Query,
	answer: {
		readonly answerId: string;
		readonly key: string;
		readonly personId: string;
		readonly itemId: string;
		readonly purpose: string;
		readonly revealed: boolean;
		readonly answeredAt: Date;
	},
): Promise<void> => {
	await query(
		`insert into utu.answer (id, organisation_id, project_id, item_id, worker_id, purpose, basis, status, answers, consensus_due,
			screen_due, idempotency_key, answered_at)
		select $1, $2, project_id, $4, worker_id, $5, $6, $7, '{}', false, false, $8, $9
		from utu.project_worker where person_id = $3`,
		[
			...[answer.answerId, organisationId, answer.personId, answer.itemId, answer.purpose],
			...(answer.revealed ? ['viewed', 'counted'] : ['unseen', 'kept']),
			...[answer.key, answer.answeredAt],
		],
	);
	if (answer.revealed) await query('update utu.item set views = views + 1 where id = $1', [answer.itemId]);
};
