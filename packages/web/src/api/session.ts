/** What sign-in can say no with; pages put each in words. */
export type SessionFault =
	| 'wrong-credentials'
	| 'already-registered'
	| 'password-short'
	| 'password-long'
	| 'email-invalid'
	| 'too-many-tries'
	| 'offline'
	| 'unknown';

export type SessionResult = { readonly ok: true } | { readonly ok: false; readonly fault: SessionFault };

const faultByCode: Readonly<Record<string, SessionFault>> = {
	INVALID_EMAIL_OR_PASSWORD: 'wrong-credentials',
	INVALID_PASSWORD: 'wrong-credentials',
	USER_NOT_FOUND: 'wrong-credentials',
	USER_ALREADY_EXISTS: 'already-registered',
	USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'already-registered',
	PASSWORD_TOO_SHORT: 'password-short',
	PASSWORD_TOO_LONG: 'password-long',
	INVALID_EMAIL: 'email-invalid',
};

const post = async (path: string, body: object): Promise<SessionResult> => {
	let response: Response;
	try {
		response = await fetch(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	} catch {
		return { ok: false, fault: 'offline' };
	}
	if (response.ok) return { ok: true };
	if (response.status === 429) return { ok: false, fault: 'too-many-tries' };
	const problem: unknown = await response.json().catch(() => undefined);
	const code = typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : '';
	return { ok: false, fault: faultByCode[code] ?? (response.status === 401 ? 'wrong-credentials' : 'unknown') };
};

export const signUp = (person: {
	readonly email: string;
	readonly password: string;
	readonly name: string;
}): Promise<SessionResult> => post('/api/auth/sign-up/email', person);

export const signIn = (person: { readonly email: string; readonly password: string }): Promise<SessionResult> =>
	post('/api/auth/sign-in/email', person);

export const signOut = (): Promise<SessionResult> => post('/api/auth/sign-out', {});
