import type { Form } from '@utu/core/projects/form.ts';
import { sql, type Tx } from '../platform/database.ts';

export type VersionForm = { readonly form: Form; readonly instructions: Readonly<Record<string, string>> };

/** Forms of project versions. A version never changes, so each is read once. */
export type Forms = {
	readonly of: (tx: Tx, of: { readonly projectId: string; readonly version: number }) => Promise<VersionForm>;
};

const formsMax = 1_000;

export const createForms = (): Forms => {
	const known = new Map<string, VersionForm>();
	return {
		of: async (tx, { projectId, version }) => {
			const key = `${projectId} ${version}`;
			const before = known.get(key);
			if (before !== undefined) return before;
			const row = await tx.row<VersionForm>(sql`
				select definition -> 'form' as form, definition -> 'instructions' as instructions
				from utu.project_version where project_id = ${projectId} and version = ${version}`);
			if (row === undefined) throw new Error('an item without its project version');
			if (known.size >= formsMax) known.clear();
			known.set(key, row);
			return row;
		},
	};
};
