import { sql, type Tx } from '../platform/database.ts';

export type CheckInRow = { readonly id: string; readonly ciphertext: Buffer; readonly createdAt: Date };
export type CheckInKeyRow = { readonly wrapped: unknown; readonly version: number };

/** By primary key. */
export const loadKey = (tx: Tx): Promise<CheckInKeyRow | undefined> =>
	tx.row<CheckInKeyRow>(sql`select wrapped, version from utu.check_in_key where person_id = utu.me()`);

/** The first key of a person. @returns whether there was none. */
export const insertKey = async (
	tx: Tx,
	options: { readonly personId: string; readonly wrapped: unknown; readonly now: Date },
): Promise<boolean> =>
	(await tx.run(sql`
		insert into utu.check_in_key (person_id, wrapped, version, created_at)
		values (${options.personId}, ${JSON.stringify(options.wrapped)}::jsonb, 1, ${options.now}) on conflict do nothing`)) >
	0;

/** @returns whether the key was still the one that was to be replaced. */
export const replaceKey = async (
	tx: Tx,
	options: { readonly wrapped: unknown; readonly replaces: number },
): Promise<boolean> =>
	(await tx.run(sql`
		update utu.check_in_key set wrapped = ${JSON.stringify(options.wrapped)}::jsonb, version = version + 1
		where person_id = utu.me() and version = ${options.replaces}`)) > 0;

export const deleteKey = async (tx: Tx): Promise<void> => {
	await tx.run(sql`delete from utu.check_in_key where person_id = utu.me()`);
};

/** A page, newest first: ids made later sort later. By `check_in_person`. */
export const checkInsBefore = (
	tx: Tx,
	options: { readonly before: string | undefined; readonly rowsMax: number },
): Promise<readonly CheckInRow[]> =>
	tx.rows<CheckInRow>(sql`
		select id, ciphertext, created_at as "createdAt" from utu.check_in
		where person_id = utu.me() and (${options.before ?? null}::uuid is null or id < ${options.before ?? null}::uuid)
		order by id desc limit ${options.rowsMax}`);

/** Under a key that is there, and while there is room. @returns whether it was kept. */
export const insertCheckIn = async (
	tx: Tx,
	options: {
		readonly id: string;
		readonly personId: string;
		readonly ciphertext: Buffer;
		readonly now: Date;
		readonly rowsMax: number;
	},
): Promise<boolean> =>
	(await tx.run(sql`
		insert into utu.check_in (id, person_id, ciphertext, created_at)
		select ${options.id}::uuid, ${options.personId}::uuid, ${options.ciphertext}::bytea, ${options.now}::timestamptz
		where exists (select from utu.check_in_key where person_id = utu.me())
			and (select count(*) from utu.check_in where person_id = utu.me()) < ${options.rowsMax}`)) > 0;

/** @returns how many there were. */
export const deleteCheckIns = (tx: Tx): Promise<number> =>
	tx.run(sql`delete from utu.check_in where person_id = utu.me()`);
