import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { ApiError } from '@utu/sdk/client.ts';

/** A failed request in the person's words. The server's own detail is kept where it says what to do. */
export const problemWords = (error: unknown, i18n: I18n): string => {
	if (!(error instanceof ApiError)) return i18n._(msg`Something went wrong on this page.`);
	const { status, detail, title } = error.problem;
	if (status === 0)
		return i18n._(msg`The server could not be reached. Nothing is lost; try again when the line is back.`);
	if (status === 401) return i18n._(msg`You are signed out. Sign in again to go on.`);
	if (status === 403) return i18n._(msg`Your role in this organisation does not open this.`);
	if (status === 404) return i18n._(msg`This is no longer here.`);
	if (status === 429) return i18n._(msg`Too many requests at once. Wait a moment and try again.`);
	if (status >= 500) return i18n._(msg`The server has a problem of its own. Try again in a moment.`);
	return detail ?? title;
};
