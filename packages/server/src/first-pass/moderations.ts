import type { CategoryScores } from '@utu/core/first-pass/hazards.ts';
import { err, ok, type Result } from '@utu/core/shared/result.ts';
import type { Database } from '../platform/database.ts';
import type { PredictorError } from '../predictors/predictor.port.ts';
import { taxonomyOf } from './first-pass.loop.ts';
import { modelBytes } from './models.sql.ts';
import { type FilterRow, filters } from './moderations.sql.ts';
import type { Moderate } from './predictor.ts';

export type ModerationDeps = {
	readonly database: Database;
	readonly moderate: Moderate;
	/** A steady clock. */
	readonly elapsedMs: () => number;
};

export type ModerationError =
	| { readonly kind: 'no-such-filter' | 'nothing-learned' | 'which-filter' | 'too-long' }
	| { readonly kind: 'failed'; readonly error: PredictorError };

/** What one text is likely to carry. */
export type Moderated = { readonly filter: string; readonly results: readonly CategoryScores[] };

/** A new version is used after this, at the latest. */
const knownMsMax = 5_000;
const knownMax = 1_000;

export type Moderations = {
	readonly moderate: (options: {
		readonly organisationId: string;
		readonly model: string | undefined;
		readonly texts: readonly string[];
	}) => Promise<Result<Moderated, ModerationError>>;
	readonly list: (organisationId: string) => Promise<readonly FilterRow[]>;
};

export const filterName = ({ projectId, version }: Pick<FilterRow, 'projectId' | 'version'>): string =>
	`${projectId}/${version}`;

/**
 * The filter that a project's decisions have taught, for whoever sends texts to be scored. It reads no item and keeps
 * none of what it is sent; which filter a name stands for is looked up once in a while, not with every text.
 */
export const createModerations = (deps: ModerationDeps): Moderations => {
	const known = new Map<string, { readonly at: number; readonly filter: FilterRow }>();
	const filterOf = async (
		organisationId: string,
		model: string | undefined,
	): Promise<Result<FilterRow, ModerationError>> => {
		const key = `${organisationId} ${model ?? ''}`;
		const before = known.get(key);
		const at = deps.elapsedMs();
		if (before !== undefined && at - before.at < knownMsMax) return ok(before.filter);
		const found = await findFilter(deps, { organisationId, model });
		if (!found.ok) return found;
		if (known.size >= knownMax) known.clear();
		known.set(key, { at, filter: found.value });
		return found;
	};
	return {
		moderate: async ({ organisationId, model, texts }) => {
			const found = await filterOf(organisationId, model);
			if (!found.ok) return found;
			const { projectId, version } = found.value;
			const scored = await deps.moderate({
				model: {
					key: filterName(found.value),
					load: () => modelBytes(deps.database, { organisationId, projectId, version }),
				},
				taxonomy: taxonomyOf(found.value),
				texts,
			});
			if (!scored.ok) return err({ kind: 'failed', error: scored.error });
			const results = scored.value.filter((one) => one !== null);
			return results.length < texts.length
				? err({ kind: 'too-long' })
				: ok({ filter: filterName(found.value), results });
		},
		list: (organisationId) =>
			deps.database.transaction({ organisationId }, (tx) => filters(tx, { projectId: undefined, version: undefined })),
	};
};

const named = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:\/(\d{1,9}))?$/i;

const findFilter = async (
	deps: Pick<ModerationDeps, 'database'>,
	options: { readonly organisationId: string; readonly model: string | undefined },
): Promise<Result<FilterRow, ModerationError>> => {
	const { organisationId, model } = options;
	const [, projectId, version] = model === undefined ? [] : (named.exec(model) ?? []);
	if (model !== undefined && projectId === undefined) return err({ kind: 'no-such-filter' });
	const rows = await deps.database.transaction({ organisationId }, (tx) =>
		filters(tx, { projectId, version: version === undefined ? undefined : Number(version) }),
	);
	const [filter, other] = rows;
	if (filter === undefined) return err({ kind: model === undefined ? 'nothing-learned' : 'no-such-filter' });
	return other === undefined ? ok(filter) : err({ kind: 'which-filter' });
};
