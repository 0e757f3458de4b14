import { defineConfig } from 'vitest/config';
import type { Reporter, Vitest } from 'vitest/node';

/**
 * A leaked connection, server or timer fails the run; by itself Vitest only prints it.
 * A promise that nobody settles keeps nothing alive, and libraries leave some behind; a folder handle is Node's own, of
 * `cpSync`, which closes it unseen.
 */
const settlesAlone = new Set(['PROMISE', 'DIRHANDLE']);

const failOnLeaks = (): Reporter => {
	let vitest: Vitest | undefined;
	return {
		onInit: (started) => {
			vitest = started;
		},
		onTestRunEnd: () => {
			const leaks = vitest?.state.leakSet ?? new Set();
			for (const leak of leaks) if (settlesAlone.has(leak.type)) leaks.delete(leak);
			if (leaks.size > 0) process.exitCode = 1;
		},
	};
};

export default defineConfig({
	test: {
		reporters: [failOnLeaks(), 'default'],
		detectAsyncLeaks: true,
		pool: 'forks',
		maxWorkers: 2,
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['packages/{core,contract,sdk,cli}/src/**/*.test.ts', 'tools/**/*.test.ts'],
					exclude: ['tools/browser/**'],
					// A bound for what never ends: properties of twenty thousand cases take long on a busy machine.
					testTimeout: 60_000,
					sequence: { groupOrder: 0 },
				},
			},
			{
				// The page's own modules, built as the page builds them: Preact in React's place, messages compiled.
				extends: './packages/web/vite.config.ts',
				test: {
					name: 'page',
					root: 'packages/web',
					include: ['src/**/*.test.{ts,tsx}'],
					sequence: { groupOrder: 0 },
				},
			},
			{
				extends: true,
				test: {
					name: 'server',
					include: ['packages/server/{src,tests}/**/*.test.ts'],
					globalSetup: ['packages/server/tests/global-setup.ts'],
					testTimeout: 30_000,
					hookTimeout: 60_000,
					sequence: { groupOrder: 1 },
				},
			},
			{
				extends: true,
				test: {
					name: 'browser',
					include: ['packages/web/tests/**/*.test.ts', 'tools/browser/**/*.test.ts'],
					fileParallelism: false,
					maxWorkers: 1,
					testTimeout: 120_000,
					hookTimeout: 180_000,
					sequence: { groupOrder: 2 },
				},
			},
		],
	},
});
