import type { IRegularForbiddenRuleType } from 'dependency-cruiser';
import type { Files } from '../rule.ts';
import { commonRooms, stages } from '../rules/places.ts';

/** A direction that imports may not take, and a place where it is planted to prove that it is seen. */
export type Boundary = {
	readonly rule: IRegularForbiddenRuleType & { readonly name: string; readonly comment: string };
	/** Planted in a sound house; the rule must be broken at a file of each. */
	readonly canaries: readonly [Files, ...Files[]];
	/** Where the rule stands guard: with nobody to watch, it is a mistake. */
	readonly guards: RegExp;
	/** Its place is still to be built. */
	readonly awaited?: boolean;
};

const test = '\\.(?:test|suite)\\.tsx?$';
const core = '^packages/core/src/';
const server = '^packages/server/src/';
const zod = '(?:^|/)node_modules/zod/';
const anyOf = (names: readonly string[]): string => `(?:${names.join('|')})`;

const coreBoundaries: readonly Boundary[] = [
	{
		rule: {
			name: 'core-is-pure',
			comment: 'Core imports core alone: no package, no node:, no other part of the house.',
			from: { path: core, pathNot: test },
			to: { pathNot: core },
		},
		canaries: [
			{
				'packages/core/src/routing/file.ts':
					"import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
			},
			{ 'packages/core/src/routing/type.ts': "import type { ZodType } from 'zod';\nexport type A = ZodType;\n" },
			{ 'packages/core/src/shared/wire.ts': "export { route } from '@utu/contract/routes.ts';\nexport const a = 1;\n" },
			{ 'packages/core/src/pay/tested.ts': "import { vi } from 'vitest';\nexport const a = vi;\n" },
			{ 'packages/core/src/pay/late.ts': "export const a = () => import('node:crypto');\n" },
		],
		guards: /^packages\/core\/src\/(?!.*\.test\.ts$)/,
	},
	{
		rule: {
			name: 'core-tests-stay-light',
			comment: 'Tests of core need core, fixtures, Node and the test tools.',
			from: { path: `${core}.*${test}` },
			to: { path: '^packages/|^tools/', pathNot: core },
		},
		canaries: [
			{
				'packages/core/src/safety/a.test.ts':
					"import { route } from '@utu/contract/routes.ts';\nexport const a = route;\n",
			},
		],
		guards: /^packages\/core\/src\/.*\.test\.ts$/,
	},
	{
		rule: {
			name: 'common-rooms-know-no-stage',
			comment: `${commonRooms.join(', ')} serve every stage and know none.`,
			from: { path: `${core}${anyOf(commonRooms)}/` },
			to: { path: `${core}${anyOf(stages)}/` },
		},
		canaries: [
			{
				'packages/core/src/safety/knows.ts': "import { claim } from '../routing/claim.ts';\nexport const a = claim;\n",
			},
		],
		guards: new RegExp(`${core}${anyOf(commonRooms)}/`),
	},
	...stages.slice(0, -1).map((stage, index): Boundary => {
		const later = stages.slice(index + 1);
		return {
			rule: {
				name: `core-${stage}-looks-back-only`,
				comment: `${stage} imports earlier stages only; later facts enter as plain numbers.`,
				from: { path: `${core}${stage}/` },
				to: { path: `${core}${anyOf(later)}/` },
			},
			canaries: [
				{
					[`packages/core/src/${stage}/ahead.ts`]:
						"import type { Export } from '../delivery/export.ts';\nexport type A = Export;\n",
				},
			],
			guards: new RegExp(`${core}${stage}/`),
		};
	}),
];

const clientBoundaries: readonly Boundary[] = [
	{
		rule: {
			name: 'contract-on-core-and-zod',
			comment: 'The contract is core and Zod: shapes that any client can read.',
			from: { path: '^packages/contract/src/', pathNot: test },
			to: { pathNot: ['^packages/(?:contract|core)/src/', zod] },
		},
		canaries: [
			{ 'packages/contract/src/reaches.ts': "import { call } from '@utu/sdk/client.ts';\nexport const a = call;\n" },
		],
		guards: /^packages\/contract\/src\//,
	},
	{
		rule: {
			name: 'sdk-on-contract-and-core',
			comment: 'The client stands on the contract and core, and runs in a browser and under Node alike.',
			from: { path: '^packages/sdk/src/', pathNot: test },
			to: { pathNot: '^packages/(?:sdk|contract|core)/src/' },
		},
		canaries: [{ 'packages/sdk/src/reaches.ts': "import { request } from 'node:http';\nexport const a = request;\n" }],
		guards: /^packages\/sdk\/src\//,
	},
	{
		rule: {
			name: 'sdk-takes-types-of-contract',
			comment: 'The client takes types from the contract; its schemas, and Zod with them, stay on the server.',
			from: { path: '^packages/sdk/src/', pathNot: test },
			to: { path: '^packages/contract/src/', dependencyTypesNot: ['type-only'] },
		},
		canaries: [
			{ 'packages/sdk/src/heavy.ts': "import { route } from '@utu/contract/routes.ts';\nexport const a = route;\n" },
		],
		guards: /^packages\/sdk\/src\//,
	},
	{
		rule: {
			name: 'web-on-sdk-and-core',
			comment: 'The page knows the client, core and the types of the contract; never the server or the CLI.',
			from: { path: '^packages/web/src/' },
			to: { path: '^packages/(?:server|cli)/' },
		},
		canaries: [
			{
				'packages/web/src/worker/reaches.ts':
					"import { now } from '@utu/server/platform/clock.ts';\nexport const a = now;\n",
			},
		],
		guards: /^packages\/web\/src\//,
	},
	{
		rule: {
			name: 'web-takes-types-of-contract',
			comment: 'The page takes types from the contract: Zod is not sent over thin lines.',
			from: { path: '^packages/web/src/', pathNot: test },
			to: { path: ['^packages/contract/src/', zod], dependencyTypesNot: ['type-only'] },
		},
		canaries: [
			{
				'packages/web/src/worker/heavy.tsx':
					"import { route } from '@utu/contract/routes.ts';\nexport const a = route;\n",
			},
		],
		guards: /^packages\/web\/src\//,
	},
	{
		rule: {
			name: 'web-runs-in-a-browser',
			comment: 'No module of Node in the page.',
			from: { path: '^packages/web/src/', pathNot: test },
			to: { dependencyTypes: ['core'] },
		},
		canaries: [{ 'packages/web/src/worker/node.ts': "import { join } from 'node:path';\nexport const a = join;\n" }],
		guards: /^packages\/web\/src\//,
	},
	{
		rule: {
			name: 'ui-never-fetches',
			comment: 'A widget is given its data; pages fetch.',
			from: { path: '^packages/web/src/ui/', pathNot: test },
			to: {
				path: [
					'^packages/web/src/(?!ui/)[^/]+/',
					'^packages/sdk/',
					'(?:^|/)node_modules/@tanstack/react-query/',
					'^@tanstack/react-query',
				],
			},
		},
		canaries: [
			{ 'packages/web/src/ui/fetches.tsx': "import { load } from '../api/load.ts';\nexport const a = load;\n" },
		],
		guards: /^packages\/web\/src\/ui\//,
	},
	{
		rule: {
			name: 'cli-on-sdk',
			comment: 'The CLI is a client: contract, core and sdk. Only its serve command may start a server.',
			from: { path: '^packages/cli/src/', pathNot: '/serve\\.[a-z.]*ts$' },
			to: { path: '^packages/(?:server|web)/' },
		},
		canaries: [
			{ 'packages/cli/src/import.ts': "import { main } from '@utu/server/main.ts';\nexport const a = main;\n" },
		],
		guards: /^packages\/cli\/src\//,
	},
	{
		rule: {
			name: 'serve-starts-main',
			comment: "`serve` knows the server's main.ts and nothing behind it.",
			from: { path: '^packages/cli/.*/serve\\.[a-z.]*ts$' },
			to: { path: '^packages/(?:server|web)/', pathNot: '^packages/server/src/main\\.ts$' },
		},
		canaries: [
			{
				'packages/cli/src/serve.more.ts':
					"import { now } from '@utu/server/platform/clock.ts';\nexport const a = now;\n",
			},
		],
		guards: /^packages\/cli\/.*\/serve\.[a-z.]*ts$/,
	},
];

const serverBoundaries: readonly Boundary[] = [
	{
		rule: {
			name: 'server-on-core-and-contract',
			comment: 'The server knows none of its clients.',
			from: { path: server },
			to: { path: '^packages/(?:sdk|web|cli)/' },
		},
		canaries: [
			{
				'packages/server/src/routing/reaches.ts':
					"import { call } from '@utu/sdk/client.ts';\nexport const a = call;\n",
			},
		],
		guards: /^packages\/server\/src\//,
	},
	{
		rule: {
			name: 'server-stages-apart',
			comment: 'Stages meet in rows, not in imports: only platform, safety and the port of the predictors are shared.',
			from: { path: `${server}(?!platform/|predictors/)([^/]+)/` },
			to: {
				path: server,
				pathNot: [`${server}$1/`, `${server}(?:platform|safety)/`, `${server}predictors/.*\\.port\\.ts$`],
			},
		},
		canaries: [
			{
				'packages/server/src/intake/next.ts':
					"import { claim } from '../routing/claim.sql.ts';\nexport const a = claim;\n",
			},
			{
				'packages/server/src/safety/next.ts':
					"import { claim } from '../routing/claim.sql.ts';\nexport const a = claim;\n",
			},
			{
				'packages/server/src/review/port.ts':
					"import type { claim } from '../routing/claim.sql.ts';\nexport type A = typeof claim;\n",
			},
			{
				'packages/server/src/first-pass/deep.ts':
					"import { score } from '../predictors/words.ts';\nexport const a = score;\n",
			},
		],
		guards: /^packages\/server\/src\/(?!platform\/|predictors\/)[^/]+\//,
	},
	{
		rule: {
			name: 'predictors-know-no-stage',
			comment: 'Predictors know the platform and themselves.',
			from: { path: `${server}predictors/` },
			to: { path: server, pathNot: `${server}(?:predictors|platform)/` },
		},
		canaries: [
			{
				'packages/server/src/predictors/knows.ts':
					"import { claim } from '../routing/claim.sql.ts';\nexport const a = claim;\n",
			},
		],
		guards: /^packages\/server\/src\/predictors\//,
	},
	{
		rule: {
			name: 'platform-knows-no-stage',
			comment: 'The platform knows itself alone.',
			from: { path: `${server}platform/` },
			to: { path: server, pathNot: `${server}platform/` },
		},
		canaries: [
			{
				'packages/server/src/platform/knows.ts':
					"import { claim } from '../routing/claim.sql.ts';\nexport const a = claim;\n",
			},
		],
		guards: /^packages\/server\/src\/platform\//,
	},
	{
		rule: {
			name: 'main-alone-sees-everything',
			comment: 'Only main.ts and compose*.ts put the rooms together.',
			from: { path: `${server}(?!main\\.ts$|compose[^/]*\\.ts$)[^/]+\\.ts$`, pathNot: test },
			to: { path: `${server}[^/]+/` },
		},
		canaries: [
			{ 'packages/server/src/app.ts': "import { claim } from './routing/claim.sql.ts';\nexport const a = claim;\n" },
		],
		// The rule stands for files that should not be there.
		guards: /^packages\/server\/src\//,
	},
	{
		rule: {
			name: 'nobody-imports-main',
			comment: 'A composition root is a root: the CLI and the tests start it, nothing else does.',
			from: {
				path: '^(?:packages|tools)/',
				pathNot: `^packages/server/(?:tests/|src/[^/]+\\.ts$)|^packages/cli/.*/serve\\.|^tools/|${test}`,
			},
			to: { path: `${server}(?:main|compose[^/]*)\\.ts$` },
		},
		canaries: [
			{ 'packages/server/src/routing/main.ts': "import { main } from '../main.ts';\nexport const a = main;\n" },
		],
		guards: /^packages\//,
	},
	{
		rule: {
			name: 'checker-is-independent',
			comment: 'The independent checker reads the tables and the promise: two readings, compared.',
			from: { path: '^(?:packages/server/tests|tools)/.*checker', pathNot: test },
			to: { path: '^packages/(?:core|contract|server/src)/' },
		},
		canaries: [
			{
				'packages/server/tests/checker/dose.ts':
					"import { claim } from '@utu/core/routing/claim.ts';\nexport const a = claim;\n",
			},
		],
		guards: /^(?:packages\/server\/tests|tools)\/.*checker/,
	},
];

const houseBoundaries: readonly Boundary[] = [
	{
		rule: {
			name: 'packages-know-no-tools',
			comment: 'Tools look at packages, not the other way round.',
			from: { path: '^packages/' },
			to: { path: '^tools/' },
		},
		canaries: [
			{ 'packages/sdk/src/tooled.ts': "import { help } from '../../../tools/help.ts';\nexport const a = help;\n" },
		],
		guards: /^packages\//,
	},
	{
		rule: {
			name: 'source-knows-no-tests',
			comment: 'What ships needs no test and no test tool.',
			from: { path: '^packages/[^/]+/src/', pathNot: test },
			to: {
				path: [
					test,
					'^packages/[^/]+/tests/',
					'(?:^|/)node_modules/(?:vitest|fast-check|playwright-core)/',
					'^(?:vitest|fast-check|playwright-core)',
				],
			},
		},
		canaries: [
			{
				'packages/server/src/review/tested.ts':
					"import { fixture } from '../../tests/fixture.ts';\nexport const a = fixture;\n",
			},
		],
		guards: /^packages\/[^/]+\/src\//,
	},
	{
		rule: {
			name: 'no-cycles',
			comment: 'Two files that need each other are one file, or three.',
			from: {},
			to: { circular: true },
		},
		canaries: [
			{
				'packages/core/src/pay/chicken.ts': "import { egg } from './egg.ts';\nexport const chicken = () => egg;\n",
				'packages/core/src/pay/egg.ts': "import { chicken } from './chicken.ts';\nexport const egg = () => chicken;\n",
			},
			{
				'packages/sdk/src/yin.ts': "import type { Yang } from './yang.ts';\nexport type Yin = Yang;\n",
				'packages/sdk/src/yang.ts': "import type { Yin } from './yin.ts';\nexport type Yang = Yin;\n",
			},
		],
		guards: /./,
	},
	{
		rule: {
			name: 'imports-exist',
			comment: 'An import that leads nowhere is seen by no other rule.',
			from: {},
			to: { couldNotResolve: true },
		},
		canaries: [{ 'packages/server/src/pay/nowhere.ts': "import { gone } from './gone.ts';\nexport const a = gone;\n" }],
		guards: /./,
	},
];

export const boundaries: readonly Boundary[] = [
	...coreBoundaries,
	...clientBoundaries,
	...serverBoundaries,
	...houseBoundaries,
];
