import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A clone with an npm that only notes what it is told, and installs what the lock file says. */
let root: string;

const put = (path: string, content: unknown): void => {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
};

const npmDouble = `
	const { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
	const args = process.argv.slice(2);
	appendFileSync('npm.log', args.join(' ') + '\\n');
	if (existsSync('npm-refuses-' + args[0])) process.exit(1);
	if (args[0] === 'ci' || args[0] === 'install') {
		mkdirSync('node_modules/.bin', { recursive: true });
		const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
		// As npm does where its Node is older than the program wants.
		const ours = process.env.PATH.startsWith(process.cwd() + '/node_modules/.bin');
		if (existsSync('never-to-be-had') || (existsSync('older-node') && !ours)) delete lock.packages['node_modules/for-this-system'];
		writeFileSync('node_modules/.package-lock.json', JSON.stringify(lock));
		if (existsSync('scripts-are-blocked')) {
			mkdirSync('node_modules/node/bin', { recursive: true });
			cpSync('installs-node.js', 'node_modules/node/installArchSpecificPackage.js');
		} else {
			writeFileSync('node_modules/.bin/node', '#!/bin/sh\\n[ "$1" = --version ] && echo v24.1.0 || exec "$REAL_NODE" "$@"\\n', { mode: 0o755 });
		}
	}
	if (args[0] === 'run') {
		mkdirSync('packages/web/dist', { recursive: true });
		writeFileSync('packages/web/dist/index.html', String(Date.now()));
	}`;

const prepare = (goal: string) => {
	rmSync(join(root, 'npm.log'), { force: true });
	const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'tools/prepare.mjs'), goal], {
		cwd: '/',
		encoding: 'utf8',
		env: {
			...process.env,
			npm_execpath: join(root, 'npm-cli.js'),
			npm_node_execpath: process.execPath,
			REAL_NODE: process.execPath,
		},
	});
	const told = existsSync(join(root, 'npm.log')) ? readFileSync(join(root, 'npm.log'), 'utf8').trim().split('\n') : [];
	return { status, said: stdout + stderr, npm: told.map((line) => line.split(' --')[0]), told };
};

const lockOf = (version: string) => ({
	packages: {
		'': { name: 'utu' },
		'node_modules/@utu/core': { resolved: 'packages/core', link: true },
		'node_modules/one': { version, integrity: `sha512-${version}` },
		'node_modules/for-this-system': { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] },
		'node_modules/for-another-system': { version: '1.0.0', optional: true, os: ['aix'] },
	},
});

beforeEach(() => {
	root = join(mkdtempSync(join(tmpdir(), 'utu-prepare-')), 'two words');
	put('tools/x', '');
	cpSync(fileURLToPath(new URL('./prepare.mjs', import.meta.url)), join(root, 'tools/prepare.mjs'));
	put('npm-cli.js', npmDouble);
	put('node-of-24', '#!/bin/sh\necho v24.1.0\n');
	chmodSync(join(root, 'node-of-24'), 0o755);
	put('package-lock.json', lockOf('1.0.0'));
	put('packages/web/package.json', { scripts: { build: 'vite build' } });
	put('packages/web/src/main.tsx', 'one');
});

afterEach(() => rmSync(dirname(root), { recursive: true, force: true }));

describe('preparing a clone', { timeout: 30_000 }, () => {
	it('installs, builds, and then has nothing to do', () => {
		const first = prepare('start');
		expect(first.status).toBe(0);
		expect(first.npm).toEqual(['ci', 'run build']);
		expect(first.told[0]).toContain('--include=dev --include=optional');
		expect(prepare('start')).toMatchObject({ status: 0, npm: [], said: '' });
	});

	it('installs again when the lock file moved on, or an install was cut off', () => {
		prepare('tools');
		put('package-lock.json', lockOf('1.0.1'));
		expect(prepare('tools')).toMatchObject({
			npm: ['ci'],
			said: expect.stringContaining('node_modules/one is another version'),
		});
		rmSync(join(root, 'node_modules/.package-lock.json'));
		expect(prepare('tools')).toMatchObject({ npm: ['ci'], said: expect.stringContaining('missing or unfinished') });
	});

	it('does without a package of another system, and no other', () => {
		prepare('tools');
		const installed = lockOf('1.0.0').packages;
		put('node_modules/.package-lock.json', {
			packages: { ...installed, 'node_modules/for-another-system': undefined },
		});
		expect(prepare('tools').npm).toEqual([]);
		put('node_modules/.package-lock.json', { packages: { ...installed, 'node_modules/one': undefined } });
		expect(prepare('tools').npm).toEqual(['ci']);
	});

	it('installs by other means where npm refuses the lock file, and says so where that fails', () => {
		put('npm-refuses-ci', '');
		expect(prepare('tools')).toMatchObject({ status: 0, npm: ['ci', 'install'] });
		rmSync(join(root, 'node_modules'), { recursive: true });
		put('npm-refuses-install', '');
		expect(prepare('tools')).toMatchObject({
			status: 1,
			said: expect.stringContaining('Is the package registry in reach?'),
		});
	});

	it('fetches its Node itself where npm ran no install scripts', () => {
		put('scripts-are-blocked', '');
		put('installs-node.js', `require('node:fs').cpSync('../../node-of-24', 'bin/node');`);
		const done = prepare('tools');
		expect(done).toMatchObject({ status: 0, said: expect.stringContaining('Node 24 is missing') });
		expect(spawnSync(join(root, 'node_modules/.bin/node'), ['--version'], { encoding: 'utf8' }).stdout).toBe(
			'v24.1.0\n',
		);
		expect(prepare('tools')).toMatchObject({ status: 0, said: '' });
	});

	it('goes a second round under our Node for programs that an older one skips', () => {
		put('older-node', '');
		const done = prepare('tools');
		expect(done).toMatchObject({ status: 0, npm: ['ci', 'install'] });
		expect(done.said).toContain('for-this-system missing: once more under Node 24');
		expect(prepare('tools')).toMatchObject({ status: 0, said: '' });
	});

	it('does not ask again for a program that is not to be had', () => {
		put('never-to-be-had', '');
		expect(prepare('tools').npm).toEqual(['ci', 'install']);
		expect(prepare('tools')).toMatchObject({ status: 0, said: '' });
	});

	it('says what to run where even that brings no Node', () => {
		put('scripts-are-blocked', '');
		put('installs-node.js', '');
		expect(prepare('tools')).toMatchObject({ status: 1, said: expect.stringContaining('npm rebuild node') });
	});

	it('builds the page for new, changed and deleted sources, not for tests', () => {
		prepare('start');
		put('packages/web/src/main.tsx', 'two');
		expect(prepare('start').npm).toEqual(['run build']);
		put('packages/core/src/new.ts', '');
		expect(prepare('start').npm).toEqual(['run build']);
		rmSync(join(root, 'packages/core/src/new.ts'));
		expect(prepare('start').npm).toEqual(['run build']);
		put('packages/web/src/main.test.tsx', '');
		expect(prepare('start').npm).toEqual([]);
		rmSync(join(root, 'packages/web/dist'), { recursive: true });
		expect(prepare('start').npm).toEqual(['run build']);
	});

	it('stops where the page does not build', () => {
		put('npm-refuses-run', '');
		expect(prepare('start')).toMatchObject({
			status: 1,
			said: expect.stringContaining('the web client was not built'),
		});
	});

	it('names its goals', () => {
		expect(prepare('everything')).toMatchObject({ status: 1, said: expect.stringContaining('start|test|tools') });
	});
});
