/**
 * `node tools/generate.ts [--check]`: writes what follows from other sources, or says what no longer does:
 * packages/contract/openapi.json from the contract, packages/server/migrations/schema.sql from the migrations.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Handlers } from '@utu/server/platform/handlers.ts';
import { buildHttp } from '@utu/server/platform/http.ts';
import { migrate } from '@utu/server/platform/migrate.ts';
import { debianPostgresAdvice, findDebianPostgres, startDebianPostgres } from './debian-postgres.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const openapiFile = join(root, 'packages/contract/openapi.json');
const schemaFile = join(root, 'packages/server/migrations/schema.sql');

const openapi = async (): Promise<string> => {
	const app = await buildHttp({
		handlers: {} as Handlers,
		authorise: () => Promise.reject(new Error('not served')),
		logger: false,
		requestsPerMinuteMax: 1,
		webFolder: undefined,
		secure: false,
		trustProxy: false,
	});
	await app.ready();
	const text = `${JSON.stringify(app.swagger(), null, '\t')}\n`;
	await app.close();
	return text;
};

/** What a dump says of the machine that made it, not of the schema. */
const accidental =
	/^(-- Dumped (from|by) .*|\\(un)?restrict .*|SET (transaction_timeout|default_table_access_method) .*)\n/gm;
/** Dumps of other major versions are written differently. */
const dumpMajor = 15;

/** Undefined where the system has no PostgreSQL of the version that dumps are kept in. */
const schema = async (): Promise<string | undefined> => {
	const bin = findDebianPostgres();
	if (bin === undefined) return undefined;
	const version = execFileSync(join(bin, 'pg_dump'), ['--version'], { encoding: 'utf8' });
	if (Number(/\d+/.exec(version)?.[0]) !== dumpMajor) return undefined;
	const folder = mkdtempSync(join(tmpdir(), 'utu-schema-'));
	const server = await startDebianPostgres({ folder });
	try {
		await migrate({ ownerUrl: server.ownerUrl });
		const dump = execFileSync(
			join(bin, 'pg_dump'),
			['--schema-only', '--no-owner', '--schema=utu', '--schema=auth', server.ownerUrl],
			{
				encoding: 'utf8',
				maxBuffer: 64 * 1024 * 1024,
			},
		);
		return dump.replaceAll(accidental, '');
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
};

/** 0 when the file is as its source makes it, or was written. */
const settle = (file: string, text: string | undefined, check: boolean): number => {
	const name = file.slice(root.length);
	if (text === undefined) {
		process.stdout.write(`${name}: not compared. PostgreSQL ${dumpMajor} makes it. ${debianPostgresAdvice}\n`);
		return 0;
	}
	if (existsSync(file) && readFileSync(file, 'utf8') === text) return 0;
	if (check) {
		process.stdout.write(`${name} is not what its source makes it. Run: node tools/generate.ts\n`);
		return 1;
	}
	writeFileSync(file, text);
	process.stdout.write(`${name}: written\n`);
	return 0;
};

const check = process.argv.includes('--check');
process.exitCode = settle(openapiFile, await openapi(), check) | settle(schemaFile, await schema(), check);
