import { dropDraft } from '../api/draft-store.ts';
import type { SurpriseReport } from '../api/work.ts';
import { isEnded, type SessionCore } from './session-core.ts';

/** Leaves the item unanswered. Its content goes first, then the server is told, then the next one is asked for. */
export const skip = async (core: SessionCore, next: () => Promise<void>): Promise<void> => {
	const item = core.openItem();
	if (item === undefined) return;
	const go = async (): Promise<void> => {
		core.toPhase({ kind: 'loading' });
		try {
			await core.deps.api.skipItem(item.lease.id);
		} catch (error) {
			if (!isEnded(error)) {
				core.failed(error, go);
				return;
			}
		}
		dropDraft(core.deps.store, core.deps.personId, item.lease.itemId);
		core.say('skipped');
		await next();
	};
	await go();
};

/** Gives the item back and rests. Nobody waits for the calls: a lease that is not given back ends by itself. */
export const pause = async (core: SessionCore): Promise<void> => {
	const item = core.openItem();
	core.toPhase({ kind: 'paused' });
	if (item === undefined) return;
	const { values } = item.answers;
	try {
		if (item.draft === 'here' && Object.keys(values).length > 0)
			await core.deps.api.saveDraftOnServer(item.lease.id, values);
	} finally {
		await core.deps.api.releaseItem(item.lease.id);
	}
};

/** “This is not what I was told”. The content is gone already; the server answers how the item counts now. */
export const surprise = async (core: SessionCore, report: SurpriseReport): Promise<void> => {
	const item = core.openItem();
	if (item === undefined) return;
	const go = async (): Promise<void> => {
		core.toPhase({ kind: 'loading' });
		try {
			const raised = await core.deps.api.reportSurprise(item.lease.id, report);
			dropDraft(core.deps.store, core.deps.personId, item.lease.itemId);
			core.toPhase({ kind: 'rest', ...raised });
		} catch (error) {
			core.failed(error, go);
		}
	};
	await go();
};
