import pg from 'pg';
import { systemClock } from '../platform/clock.ts';
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import { systemIds } from '../platform/ids.ts';
import { migrate } from '../platform/migrate.ts';
import { createIdentity } from './identity.ts';
import { createLibrary } from './identity.library.ts';
const started = await startEmbeddedPostgres({ folder: '/tmp/ba/pgdata3', database: 'bench', settings: { fsync: 'off' } });
if (!started.ok) { console.log(started.error); process.exit(1); }
await migrate({ ownerUrl: started.value.ownerUrl });
const pool = new pg.Pool({ connectionString: started.value.ownerUrl, max: 8, options: '-c role=utu_auth -c search_path=auth' });
let ahead = 0;
const secret = 'kQ7vT2mXz9LpR4wYc8NbJ3sHd6FgUa1E';
let t0 = performance.now();
const base = { pool, namedStatements: true, baseUrl: 'http://utu.test', secret, trustedOrigins: [], signUp: 'open' as const, ids: systemIds(systemClock), log: console.log };
const warm = await createIdentity({ ...base, clock: systemClock });
console.log('createIdentity ms', Math.round(performance.now() - t0));
// A clock that leaps makes each look-up a miss.
const cold = await createIdentity({ ...base, clock: { now: () => new Date(systemClock.now().getTime() + (ahead += 6000)) } });
const email = `b${Date.now()}@example.org`;
const call = (path: string, body: object) => warm.handle(new Request(`http://utu.test/api/auth/${path}`, { method: 'POST', headers: { 'content-type': 'application/json', origin: 'http://utu.test' }, body: JSON.stringify(body) }));
const up = await call('sign-up/email', { email, password: 'a lamp, nine rivers', name: 'B' });
const cookie = up.headers.getSetCookie()[0]!.split(';')[0]!;
const personId = (await warm.resolve({ cookie }))!.personId;
const key = await warm.createApiKey({ personId, name: 'k', scopes: ['export'], expiresInDays: 1 });
if (!key.ok) throw new Error();
const authorization = `Bearer ${key.value.key}`;
const bench = async (name: string, n: number, c: number, f: () => Promise<unknown>) => {
	for (let i = 0; i < 200; i++) await f();
	const cpu = process.cpuUsage(); const t = performance.now(); let left = n;
	await Promise.all(Array.from({ length: c }, async () => { while (left-- > 0) await f(); }));
	const ms = performance.now() - t; const { user, system } = process.cpuUsage(cpu);
	console.log(name.padEnd(24), String(c).padStart(3), String(Math.round((n / ms) * 1000)).padStart(8), '/s', ((user + system) / n / 1000).toFixed(4), 'ms cpu');
};
const must = async (p: Promise<unknown>) => { if ((await p) === undefined) throw new Error('nobody'); };
const library = createLibrary({ pool, baseUrl: 'http://utu.test', secret, origins: [], sessionDays: 7, newId: base.ids.uuid, log: console.log });
for (let round = 0; round < 2; round++) {
	for (const c of [1, 16]) await bench('session, known', 100_000, c, () => must(warm.resolve({ cookie })));
	for (const c of [1, 16]) await bench('session, looked up', 10_000, c, () => must(cold.resolve({ cookie })));
	for (const c of [1, 16]) await bench('api key, known', 100_000, c, () => must(warm.resolve({ authorization })));
	for (const c of [1, 16]) await bench('api key, looked up', 10_000, c, () => must(cold.resolve({ authorization })));
	for (const c of [1, 16]) await bench('library getSession', 2_000, c, () => must(library.api.getSession({ headers: new Headers({ cookie }), query: { disableRefresh: true } })));
}
for (const c of [1, 16]) { const t = performance.now(); let left = 60; await Promise.all(Array.from({ length: c }, async () => { while (left-- > 0) { const r = await call('sign-in/email', { email, password: 'a lamp, nine rivers' }); if (r.status !== 200) throw new Error(String(r.status)); } })); console.log('sign-in', c, (60 / (performance.now() - t) * 1000).toFixed(1), '/s'); }
await pool.end(); await started.value.stop();
