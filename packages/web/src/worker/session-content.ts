import { codeOf, isLostLine } from '../api/client.ts';
import {
	askReveal,
	type CoveredBy,
	hide,
	isOpen,
	pageCount,
	pageOf,
	type RevealRequest,
	revealed,
	revealFailed,
} from './cover.ts';
import { isEnded, type SessionCore, sessionLimits } from './session-core.ts';
import type { Said } from './session-state.ts';

const hiddenWords: Readonly<Record<CoveredBy, Said['what']>> = {
	start: 'hidden',
	person: 'hidden',
	time: 'hidden-by-time',
	away: 'hidden-away',
};

/** Content covers itself when its time is over, by the server's clock and never later than was reserved. */
export const startCoverTimer = (core: SessionCore): void => {
	core.timer('cover');
	const item = core.state().item;
	if (item === undefined || item.cover.coverAt === undefined || !isOpen(item.cover)) return;
	const leftMs = Math.min(item.cover.coverAt - core.deps.now(), item.lease.reservedMs);
	core.timer('cover', () => hideContent(core, 'time'), Math.max(0, leftMs));
};

/** Covers everything at once; then tells the server. */
export const hideContent = (core: SessionCore, by: CoveredBy): void => {
	const item = core.state().item;
	if (item === undefined || (!isOpen(item.cover) && item.cover.asked === 0)) return;
	core.timer('cover');
	const cover = hide(item.cover, by);
	core.setItem({ cover }, hiddenWords[by]);
	void tellHidden(core, item.lease.id, cover.epoch);
};

/** Tells the server until it has heard, unless something was uncovered meanwhile. It covers by itself in the end. */
export const tellHidden = async (core: SessionCore, leaseId: string, epoch: number): Promise<void> => {
	for (let tries = 0; tries < sessionLimits.hideTriesMax; tries += 1) {
		try {
			await core.deps.api.hideContent(leaseId);
			return;
		} catch (error) {
			if (!isLostLine(error)) return;
		}
		await new Promise<void>((resolve) => {
			core.deps.schedule(resolve, sessionLimits.hideRetryMs);
		});
		const item = core.itemOf(leaseId);
		if (item === undefined || item.cover.epoch !== epoch || isOpen(item.cover)) return;
	}
};

/** Uncovers what is asked for. A long text is uncovered page by page. */
export const reveal = async (core: SessionCore, request: RevealRequest): Promise<void> => {
	const item = core.openItem();
	if (item === undefined || item.surpriseOpen) return;
	const { epoch } = item.cover;
	const leaseId = item.lease.id;
	const paged = request === 'all' && pageCount(item.cover) > 1;
	const sent: RevealRequest = paged ? pageOf(item.cover, item.page).map((one) => one.index) : request;
	core.setItem({ cover: askReveal(item.cover, sent) });
	try {
		const answer = await core.deps.api.revealSentences(leaseId, sent);
		const now = core.itemOf(leaseId);
		if (now === undefined) return;
		if (now.cover.epoch !== epoch) {
			// A hide overtook this reveal, and may have reached the server before it.
			void tellHidden(core, leaseId, now.cover.epoch);
			return;
		}
		core.setItem({
			cover: revealed(now.cover, { epoch, content: answer.content, coverAt: Date.parse(answer.coverAt) }),
		});
		startCoverTimer(core);
	} catch (error) {
		const now = core.itemOf(leaseId);
		if (now === undefined) return;
		if (isEnded(error)) core.failed(error, () => Promise.resolve());
		else core.setItem({ cover: revealFailed(now.cover, epoch) }, revealRefusal(codeOf(error)));
	}
};

const revealRefusal = (code: string | undefined): Said['what'] =>
	code === 'time-up' ? 'time-up' : code === 'no-budget' ? 'no-room' : 'line-lost';

export const turnPage = (core: SessionCore, page: number): void => {
	const item = core.openItem();
	if (item === undefined) return;
	hideContent(core, 'person');
	core.setItem({ page: Math.min(Math.max(page, 0), pageCount(item.cover) - 1) });
};

/** More time to look, where the budget has room for it. */
export const extend = async (core: SessionCore): Promise<void> => {
	const item = core.openItem();
	if (item === undefined) return;
	try {
		const more = await core.deps.api.extendLease(item.lease.id);
		const now = core.itemOf(item.lease.id);
		if (now === undefined) return;
		const coverAt = more.coverAt === null ? undefined : Date.parse(more.coverAt);
		const lease = { ...now.lease, expiresAt: more.expiresAt, reservedMs: more.reservedMs };
		core.setItem({ lease, cover: { ...now.cover, coverAt } }, 'extended');
		startCoverTimer(core);
	} catch (error) {
		if (isEnded(error)) core.failed(error, () => Promise.resolve());
		else core.setItem({}, isLostLine(error) ? 'line-lost' : 'no-room');
	}
};
