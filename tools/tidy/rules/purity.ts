import { eachFile, type Finding, isScript, isTest, matches, type Rule } from '../rule.ts';
import { dotted, isNode, type Node, parse, walk } from '../syntax.ts';

const inCore = (path: string): boolean => path.startsWith('packages/core/src/');
/** The clock is read where the process meets the world, and handed in from there. */
const readsClock = (path: string): boolean => /^packages\/server\/src\/(platform\/clock|main)\.ts$/.test(path);
const inServer = (path: string): boolean => path.startsWith('packages/server/src/') && !readsClock(path);
const inRoom = (path: string): boolean => /^packages\/server\/src\/(?!platform\/)[^/]+\//.test(path);

const clockAndDice: Readonly<Record<string, string>> = {
	'Date.now': 'reads the clock',
	Date: 'reads the clock',
	'performance.now': 'reads the clock',
	'process.hrtime': 'reads the clock',
	'process.hrtime.bigint': 'reads the clock',
	'Math.random': 'throws dice',
};
const ids: Readonly<Record<string, string>> = {
	randomUUID: 'makes an id',
	'crypto.randomUUID': 'makes an id',
	randomBytes: 'throws dice',
	randomInt: 'throws dice',
	'crypto.getRandomValues': 'throws dice',
};

const isBareNewDate = (node: Node): boolean =>
	node.type === 'NewExpression' && dotted(node.callee) === 'Date' && !(node.arguments as unknown[] | null)?.length;

/** Names that the file takes as a whole, as `const now = Date.now` does, count like calls. */
const impurities = (path: string, text: string, banned: Readonly<Record<string, string>>): Omit<Finding, 'path'>[] => {
	const found: Omit<Finding, 'path'>[] = [];
	const source = parse(path, text);
	walk(source.module, (node, parents) => {
		const line = (): number => source.lines(node).from;
		if (isBareNewDate(node)) found.push({ line: line(), message: 'new Date() reads the clock' });
		const name =
			node.type === 'MemberExpression'
				? dotted(node)
				: node.type === 'CallExpression' && isNode(node.callee) && node.callee.type === 'Identifier'
					? dotted(node.callee)
					: undefined;
		const what = name === undefined || !Object.hasOwn(banned, name) ? undefined : banned[name];
		const within = parents.at(-1)?.type === 'MemberExpression' && Object.hasOwn(banned, dotted(parents.at(-1)) ?? '');
		if (what !== undefined && !within) found.push({ line: line(), message: `${name} ${what}` });
	});
	return found;
};

export const clockAndChance: Rule = {
	name: 'clock-and-chance',
	instead: 'Take now, random and ids as arguments; packages/server/src/platform/clock.ts hands them out.',
	check: eachFile(
		(path) => isScript(path) && !isTest(path) && (inCore(path) || inServer(path)),
		(path, text) =>
			/\b(Date|random\w*|performance|hrtime|getRandomValues)\b/.test(text)
				? impurities(path, text, inCore(path) || inRoom(path) ? { ...clockAndDice, ...ids } : clockAndDice)
				: [],
	),
	canaries: [
		{ at: 'packages/core/src/a.ts', files: { 'packages/core/src/a.ts': 'export const a = () => Date.now();\n' } },
		{ at: 'packages/core/src/b.ts', files: { 'packages/core/src/b.ts': 'export const b = new Date();\n' } },
		{ at: 'packages/core/src/c.ts', files: { 'packages/core/src/c.ts': 'export const c = Math.random;\n' } },
		{ at: 'packages/server/src/routing/d.ts', files: { 'packages/server/src/routing/d.ts': 'const d = Date();\n' } },
		{
			at: 'packages/server/src/intake/e.sql.ts',
			files: {
				'packages/server/src/intake/e.sql.ts': "import { randomUUID } from 'node:crypto';\nconst e = randomUUID();\n",
			},
		},
		{
			at: 'packages/server/src/platform/f.ts',
			files: { 'packages/server/src/platform/f.ts': 'const f = new Date;\n' },
		},
	],
	fine: {
		'packages/core/src/a.ts': 'export const a = (now: number, random: () => number) => [new Date(now), random()];\n',
		'packages/server/src/platform/clock.ts': 'export const systemNow = () => Date.now();\n',
		'packages/server/src/platform/tokens.ts':
			"import { randomBytes } from 'node:crypto';\nexport const token = () => randomBytes(32);\n",
		'packages/cli/src/progress.ts': 'const started = Date.now();\n',
	},
};

export const seededTests: Rule = {
	name: 'seeded-tests',
	instead: 'Draw from a seeded generator and print the seed, so that a failure can be repeated.',
	check: eachFile(
		(path) => isScript(path) && isTest(path),
		(_, text) => matches(text, /\bMath\.random\b/g, (word) => `${word} cannot be repeated`),
	),
	canaries: [
		{ at: 'packages/core/src/a.test.ts', files: { 'packages/core/src/a.test.ts': 'const x = Math.random();\n' } },
	],
	fine: { 'packages/core/src/a.test.ts': 'const x = random();\n' },
};

export const safeAssignmentMaker: Rule = {
	name: 'safe-assignment-maker',
	instead: 'Only the predicate in packages/core/src/safety makes a SafeAssignment: ask it.',
	check: eachFile(
		(path) => isScript(path) && !path.startsWith('packages/core/src/safety/') && !path.startsWith('tools/tidy/rules/'),
		(_, text) => matches(text, /\bas (?:unknown as )?SafeAssignment\b/g, (word) => `"${word}" goes around the router`),
	),
	canaries: [
		{
			at: 'packages/server/src/routing/a.ts',
			files: { 'packages/server/src/routing/a.ts': 'grant({ ...item } as unknown as SafeAssignment);\n' },
		},
		{
			at: 'packages/server/tests/b.test.ts',
			files: { 'packages/server/tests/b.test.ts': 'const made = { item } as SafeAssignment;\n' },
		},
	],
	fine: {
		'packages/core/src/safety/assign.ts': 'return ok(facts as SafeAssignment);\n',
		'packages/server/src/routing/a.ts': "import type { SafeAssignment } from '@utu/core/safety/assign.ts';\n",
	},
};

export const uiNeverFetches: Rule = {
	name: 'ui-never-fetches',
	instead: 'A widget is given its data and calls back; pages fetch, through packages/web/src/api.',
	check: eachFile(
		(path) => isScript(path) && path.startsWith('packages/web/src/ui/') && !isTest(path),
		(_, text) =>
			matches(
				text,
				/\b(?:fetch\s*\(|new (?:XMLHttpRequest|EventSource|WebSocket)\b|navigator\.sendBeacon\b)/g,
				(word) => `${word.trim()} in a widget`,
			),
	),
	canaries: [
		{ at: 'packages/web/src/ui/a.tsx', files: { 'packages/web/src/ui/a.tsx': "void fetch('/x');\n" } },
		{ at: 'packages/web/src/ui/b.ts', files: { 'packages/web/src/ui/b.ts': "new EventSource('/x');\n" } },
	],
	fine: { 'packages/web/src/api/a.ts': "void fetch('/x');\n", 'packages/web/src/ui/a.tsx': 'props.onRefetch();\n' },
};
