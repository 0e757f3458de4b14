import { posix } from 'node:path';
import { type Finding, isScript, matches, type Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';

export const stages = ['intake', 'first-pass', 'routing', 'annotation', 'consensus', 'review', 'delivery'] as const;
export const commonRooms = ['shared', 'people', 'projects', 'safety', 'pay', 'planning', 'support'] as const;
const serverRooms = ['platform', 'predictors', 'safety', 'pay', 'people', 'projects', 'planning', 'support'] as const;

const rooms: Readonly<Record<string, readonly string[]>> = {
	'packages/core/src': [...commonRooms, ...stages],
	'packages/server/src': [...serverRooms, ...stages],
};

export const namedRooms: Rule = {
	name: 'named-rooms',
	instead:
		'Use the rooms of ARCHITECTURE.md: who knows the stage knows the folder. A new room is a decision with an ADR.',
	check: ({ files }) =>
		[...files.keys()].flatMap((path): Finding[] => {
			const home = Object.keys(rooms).find((folder) => path.startsWith(`${folder}/`));
			if (home === undefined || !isScript(path)) return [];
			const [room, ...rest] = path.slice(home.length + 1).split('/');
			if (rest.length === 0) return home.includes('core') ? [{ path, message: 'lies in no room' }] : [];
			return rooms[home]?.includes(room ?? '') ? [] : [{ path, message: `${room} is no room of ${home}` }];
		}),
	canaries: [
		{ at: 'packages/core/src/utils/a.ts', files: { 'packages/core/src/utils/a.ts': '' } },
		{ at: 'packages/core/src/a.ts', files: { 'packages/core/src/a.ts': '' } },
		{ at: 'packages/server/src/helpers/a.ts', files: { 'packages/server/src/helpers/a.ts': '' } },
	],
	fine: { 'packages/core/src/pay/a.ts': '', 'packages/server/src/main.ts': '', 'packages/server/src/support/a.ts': '' },
};

const isGuide = (path: string): boolean =>
	/^(?:ARCHITECTURE|README|CONTRIBUTING|SECURITY|GLOSSARY)\.md$|^docs\/(?:flow|[^/]+\.md$)/.test(path);

/** A path in backticks, where it begins as one of ours does. */
const quotedPath =
	/`((?:@utu|packages|docs|tools|fixtures|core|contract|sdk|server|web|cli)\/[^`\s]*|[\w./-]+\.(?:tsx?|sql|json|md))(?::\d+)?`/g;

/** The places that a short name may stand for. */
const candidates = (name: string): readonly string[] => {
	const path = name.replace(/^@utu\//, '').replace(/\/$/, '');
	const [first = '', ...rest] = path.split('/');
	return [path, `packages/${path}`, posix.join('packages', first, 'src', ...rest)];
};

const foldersOf = (tree: Tree): ReadonlySet<string> => {
	const folders = new Set<string>();
	for (const path of tree.paths) {
		for (let at = posix.dirname(path); at !== '.'; at = posix.dirname(at)) folders.add(at);
	}
	return folders;
};

/** `packages/server/src/<stage>/X.sql.ts` is held to `packages/server/src` alone. */
const definite = (name: string): string => {
	const parts = name.split('/');
	const open = parts.findIndex((part) => /[*<>{}…]|^[A-Z]\.|\bNAME\b|N{2,}/.test(part));
	return open === -1 ? name : parts.slice(0, open).join('/');
};

export const docsNamePlaces: Rule = {
	name: 'docs-name-places',
	instead: 'Name the place where it is now. Made-up examples take <angle brackets> or a *.',
	check: (tree) => {
		const folders = foldersOf(tree);
		return [...tree.files].flatMap(([path, text]) => {
			if (!isGuide(path)) return [];
			const near = posix.dirname(path);
			return matches(text, quotedPath, (word) => word)
				.filter(({ message }) => {
					const name = definite(message.slice(1, -1).replace(/:\d+$/, ''));
					if (name === '') return false;
					const known = (place: string): boolean => tree.paths.has(place) || folders.has(place);
					const bare = !name.includes('/') && [...tree.paths].some((one) => one.endsWith(`/${name}`));
					return !bare && ![...candidates(name), posix.join(near, name)].some(known);
				})
				.map((finding) => ({ path, ...finding, message: `${finding.message} is nowhere` }));
		});
	},
	canaries: [
		{ at: 'ARCHITECTURE.md', files: { 'ARCHITECTURE.md': 'see `packages/core/src/gone/`\n' } },
		{
			at: 'docs/flow/intake.md',
			files: { 'docs/flow/intake.md': 'see `core/intake/gone.ts`\n', 'packages/core/src/intake/a.ts': '' },
		},
		{ at: 'CONTRIBUTING.md', files: { 'CONTRIBUTING.md': 'see `gone.ts` and `server/src/<stage>/x.ts`\n' } },
	],
	fine: {
		'ARCHITECTURE.md':
			'`packages/core/src/intake/`, `core/intake/a.ts`, `@utu/core/intake/a.ts`, `a.ts`, `packages/core/src/<stage>/X.ts`, `core/intake/*.ts`, `application/json`, `/v1/moderations`\n',
		'packages/core/src/intake/a.ts': '',
		'docs/flow/intake.md': 'beside: `routing.md`\n',
		'docs/flow/routing.md': '',
	},
};

const link = /\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g;

export const docsLinks: Rule = {
	name: 'docs-links',
	instead: 'Link to a file that is there.',
	check: (tree) => {
		const folders = foldersOf(tree);
		return [...tree.files].flatMap(([path, text]) =>
			path.endsWith('.md')
				? [...text.matchAll(link)]
						.map((match) => ({ match, target: posix.join(posix.dirname(path), match[1] ?? '').replace(/\/$/, '') }))
						.filter(({ target }) => target !== '.' && !tree.paths.has(target) && !folders.has(target))
						.map(
							({ match }): Finding => ({
								path,
								line: text.slice(0, match.index).split('\n').length,
								message: `${match[1]} is nowhere`,
							}),
						)
				: [],
		);
	},
	canaries: [{ at: 'docs/a.md', files: { 'docs/a.md': 'See [b](./b.md).\n' } }],
	fine: {
		'docs/a.md': 'See [b](b.md#part), [c](../README.md), [d](https://example.org/x), [e](#here).\n',
		'docs/b.md': '',
		'README.md': '',
	},
};

const decision = /^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/;

export const numberedDecisions: Rule = {
	name: 'numbered-decisions',
	instead:
		'Decisions are numbered from 0001 without gaps, listed in docs/decisions/README.md, and say status and date.',
	check: ({ files }) => {
		const records = [...files].filter(([path]) => decision.test(path)).sort(([a], [b]) => (a < b ? -1 : 1));
		const index = files.get('docs/decisions/README.md') ?? '';
		return records.flatMap(([path, text], at): Finding[] => {
			const found: Finding[] = [];
			if (Number(decision.exec(path)?.[1]) !== at + 1) found.push({ path, message: `should be number ${at + 1}` });
			if (!index.includes(posix.basename(path))) found.push({ path, message: 'is not in the list of decisions' });
			if (!/^(?:- )?\*{0,2}Status:?\*{0,2}/im.test(text)) found.push({ path, message: 'has no status' });
			return found;
		});
	},
	canaries: [
		{
			at: 'docs/decisions/0002-b.md',
			files: { 'docs/decisions/0002-b.md': 'Status: accepted\n', 'docs/decisions/README.md': '0002-b.md' },
		},
		{
			at: 'docs/decisions/0001-a.md',
			files: { 'docs/decisions/0001-a.md': 'Status: accepted\n', 'docs/decisions/README.md': '' },
		},
		{
			at: 'docs/decisions/0001-a.md',
			files: { 'docs/decisions/0001-a.md': 'words\n', 'docs/decisions/README.md': '0001-a.md' },
		},
	],
	fine: { 'docs/decisions/0001-a.md': '# A\n\nStatus: accepted\n', 'docs/decisions/README.md': '[A](0001-a.md)\n' },
};
