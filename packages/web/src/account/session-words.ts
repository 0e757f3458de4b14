import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { SessionFault } from '../api/session.ts';

const words: Readonly<Record<SessionFault, MessageDescriptor>> = {
	'wrong-credentials': msg`This address and password do not go together. Check both and try again.`,
	'already-registered': msg`There is an account with this address already. Sign in instead.`,
	'password-short': msg`The password is too short. Take at least 8 characters.`,
	'password-long': msg`The password is too long. Take at most 128 characters.`,
	'email-invalid': msg`This does not look like an e-mail address.`,
	'too-many-tries': msg`Too many tries in a short time. Wait a minute and try again.`,
	offline: msg`The server could not be reached. Try again when the line is back.`,
	unknown: msg`That did not work, and the server did not say why. Try again in a moment.`,
};

export const sessionWords = (fault: SessionFault, i18n: I18n): string => i18n._(words[fault]);
