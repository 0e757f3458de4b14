import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock, type Lock } from './complete-lock.ts';

const lock: Lock = {
	packages: {
		'': {},
		'node_modules/tool': {
			version: '2.0.0',
			dev: true,
			optionalDependencies: {
				'@tool/linux-x64-gnu': '2.0.0',
				'@tool/linux-arm64-musl': '2.0.0',
				'@tool/darwin-arm64': '2.0.0',
			},
		},
		'node_modules/@tool/linux-x64-gnu': { version: '2.0.0', dev: true, optional: true },
		'packages/web/node_modules/inner': { version: '1.0.0', optionalDependencies: { '@tool/linux-x64-gnu': '2.0.0' } },
	},
};

describe('completing the lock file', () => {
	it('adds what npm left out, with its system, and nothing else', () => {
		const done = completeLock(lock);
		expect(done.added).toEqual(['node_modules/@tool/linux-arm64-musl', 'node_modules/@tool/darwin-arm64']);
		expect(done.lock.packages['node_modules/@tool/darwin-arm64']).toEqual({
			version: '2.0.0',
			cpu: ['arm64'],
			dev: true,
			optional: true,
			os: ['darwin'],
		});
		expect(done.lock.packages['node_modules/@tool/linux-arm64-musl']).toEqual({
			version: '2.0.0',
			cpu: ['arm64'],
			dev: true,
			libc: ['musl'],
			optional: true,
			os: ['linux'],
		});
		expect(completeLock(done.lock).added).toEqual([]);
		for (const [path, entry] of Object.entries(lock.packages)) expect(done.lock.packages[path]).toEqual(entry);
	});

	it('leaves to npm what it cannot know', () => {
		const range: Lock = { packages: { '': { optionalDependencies: { 'tool-linux-x64': '^2.0.0' } } } };
		expect(() => completeLock(range)).toThrow('tool-linux-x64@^2.0.0');
		const other: Lock = { packages: { '': { optionalDependencies: { fsevents: '2.3.3' } } } };
		expect(() => completeLock(other)).toThrow('fsevents');
	});

	it('finds nothing to do in ours: a fresh clone can run npm ci', () => {
		const ours = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as Lock;
		expect(completeLock(ours).added).toEqual([]);
	});
});
