import { client } from './client.ts';
import { serverNow } from './server-clock.ts';

/** All that the API tells a person about their own account, word for word, as a file. */
export const saveMyRecord = async (): Promise<void> => {
	const [exposure, exclusions, shift] = await Promise.all([
		client.request('GET /api/v1/me/exposure', {}),
		client.request('GET /api/v1/me/exclusions', {}),
		client.request('GET /api/v1/me/shift', {}),
	]);
	const madeAt = new Date(serverNow()).toISOString();
	const text = JSON.stringify({ madeAt, exposure, ...exclusions, shift }, null, '\t');
	const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
	const link = document.createElement('a');
	link.href = url;
	link.download = `utu-my-record-${madeAt.slice(0, 10)}.json`;
	link.click();
	// The download has begun by then.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
