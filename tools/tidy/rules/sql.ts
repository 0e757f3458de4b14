import { createHash } from 'node:crypto';
import { eachFile, type Finding, isScript, isTest, type Rule } from '../rule.ts';
import { dotted, isNode, listOf, type Node, parse, walk } from '../syntax.ts';

/** What only a statement says; prose such as “Update failed” must not match. */
const statement =
	/^\s*(?:select\b[\s\S]*\bfrom\b|insert\s+into\b|update\s+[\w."$]+\s+set\b|delete\s+from\b|with\s+[\w"]+\s+as\b|(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:unique\s+)?(?:table|index|schema|role|user|database|view|function|policy|type|trigger|extension)\b|grant\s+\w+|revoke\s+\w+|truncate\b|set\s+(?:local\s+|session\s+)?(?:role\b|[\w.]+\s*(?:=|to\b))|notify\s|listen\s|copy\s+[\w."]+)/i;

/** Names cannot be bound: the driver's own quoting may stand in a statement, and nothing else may. */
const quoting = /^(?:[\w$]+\.)*(?:escapeIdentifier|escapeLiteral)$/;

const isQuoted = (node: unknown): boolean =>
	isNode(node) && node.type === 'CallExpression' && quoting.test(dotted(node.callee) ?? '');

const textOf = (node: unknown): string | undefined => {
	if (!isNode(node)) return undefined;
	if (node.type === 'StringLiteral') return String(node.value);
	if (node.type === 'TemplateLiteral') {
		return (node.quasis as { cooked?: unknown }[])
			.map((quasi) => (typeof quasi.cooked === 'string' ? quasi.cooked : ''))
			.join(' $x ');
	}
	return undefined;
};

const leftmost = (node: unknown): unknown =>
	isNode(node) && node.type === 'BinaryExpression' && node.operator === '+' ? leftmost(node.left) : node;

const constantSum = (node: unknown): boolean =>
	isNode(node) &&
	(node.type === 'StringLiteral' ||
		(node.type === 'TemplateLiteral' && listOf(node.expressions).length === 0) ||
		(node.type === 'BinaryExpression' && constantSum(node.left) && constantSum(node.right)));

export const boundValues: Rule = {
	name: 'bound-values',
	// A test may run through names of tables that it lists itself.
	instead: 'Bind the value with the sql tag. A name goes through escapeIdentifier, nothing else stands in a statement.',
	check: eachFile(
		(path) =>
			isScript(path) &&
			!isTest(path) &&
			/^(packages\/(server|cli)|tools)\//.test(path) &&
			!path.startsWith('tools/tidy/rules/'),
		(path, text) => {
			const found: Omit<Finding, 'path'>[] = [];
			if (
				!/\b(?:select|insert|update|delete|with|create|alter|drop|grant|revoke|truncate|set|notify|listen|copy|raw)\b/i.test(
					text,
				)
			)
				return found;
			const source = parse(path, text);
			const say = (node: Node, message: string) => found.push({ line: source.lines(node).from, message });
			walk(source.module, (node, parents) => {
				const parent = parents.at(-1);
				if (node.type === 'CallExpression' && dotted(node.callee) === 'sql.raw') say(node, 'sql.raw binds nothing');
				if (node.type === 'TemplateLiteral' && parent?.type !== 'TaggedTemplateExpression') {
					const holes = listOf(node.expressions).filter((hole) => !isQuoted(hole));
					if (holes.length > 0 && statement.test(textOf(node) ?? '')) say(node, 'a value is written into a statement');
				}
				if (node.type === 'BinaryExpression' && node.operator === '+' && parent?.type !== 'BinaryExpression') {
					if (statement.test(textOf(leftmost(node)) ?? '') && !constantSum(node))
						say(node, 'a statement is put together with +');
				}
			});
			return found;
		},
	),
	canaries: [
		{
			at: 'packages/server/src/a.ts',
			files: { 'packages/server/src/a.ts': `await tx.query(\`select * from item where id = \${id}\`);\n` },
		},
		{
			at: 'packages/server/src/b.ts',
			files: { 'packages/server/src/b.ts': "const q = 'delete from lease where id = ' + id;\n" },
		},
		{ at: 'packages/server/src/c.ts', files: { 'packages/server/src/c.ts': 'const q = sql.raw(order);\n' } },
		{
			at: 'packages/server/src/d.ts',
			files: { 'packages/server/src/d.ts': `await tx.query(\`set local utu.org = \${org}\`);\n` },
		},
	],
	fine: {
		'packages/server/src/a.ts': `await tx.rows(sql\`select * from item where id = \${id}\`);\n`,
		'packages/server/src/b.ts': `await client.query(\`create database \${pg.escapeIdentifier(name)}\`);\n`,
		'packages/server/src/c.ts': `throw new Error(\`Update \${name} failed, select another from the list\`);\n`,
		'packages/server/src/d.ts': "const q = 'select 1 from a ' + 'where true';\n",
	},
};

export const checksumsPath = 'packages/server/migrations/checksums.json';
const isMigration = (path: string): boolean => /^packages\/server\/migrations\/\d{4}-[^/]+\.sql$/.test(path);

export const checksum = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Migrations by file name with their checksums, in the order of application. */
export const migrationsIn = (files: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
	Object.fromEntries(
		[...files]
			.filter(([path]) => isMigration(path))
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), checksum(text)]),
	);

const recordedIn = (text: string | undefined): Readonly<Record<string, string>> =>
	text === undefined ? {} : (JSON.parse(text) as Record<string, string>);

/** Neither the files nor the list may lose or change what was recorded, in this tree or the one before. */
const notAppended: Rule['check'] = ({ files, before }) => {
	const actual = migrationsIn(files);
	const recorded = recordedIn(files.get(checksumsPath));
	const past = recordedIn(before(checksumsPath));
	const all = { ...recorded, ...past };
	const found: Finding[] = [];
	for (const [name, sum] of Object.entries(all)) {
		const path = `packages/server/migrations/${name}`;
		if (actual[name] === undefined) found.push({ path, message: 'was taken away after it was recorded' });
		else if (actual[name] !== sum) found.push({ path, message: 'was changed after it was recorded' });
		else if (recorded[name] !== sum)
			found.push({ path: checksumsPath, message: `lost or changed the line of ${name}` });
	}
	const last = Object.keys(all).sort().at(-1) ?? '';
	for (const name of Object.keys(actual).filter((one) => all[one] === undefined)) {
		found.push({
			path: `packages/server/migrations/${name}`,
			message:
				name < last
					? `comes before ${last}, which is already recorded`
					: 'is not recorded: node tools/tidy/main.ts --record',
		});
	}
	return found;
};

const one = 'create table a ();\n';
const two = 'create table b ();\n';
const listed = (entries: Readonly<Record<string, string>>): string => JSON.stringify(entries);
const folder = 'packages/server/migrations';

export const appendOnlyMigrations: Rule = {
	name: 'append-only-migrations',
	instead: 'Add a new migration. A database somewhere has run the old one as it was.',
	check: notAppended,
	canaries: [
		{
			at: `${folder}/0001-a.sql`,
			files: { [`${folder}/0001-a.sql`]: two, [checksumsPath]: listed({ '0001-a.sql': checksum(one) }) },
		},
		{ at: `${folder}/0001-a.sql`, files: { [checksumsPath]: listed({ '0001-a.sql': checksum(one) }) } },
		{ at: `${folder}/0001-a.sql`, files: { [`${folder}/0001-a.sql`]: one } },
		{
			at: `${folder}/0001-a.sql`,
			files: {
				[`${folder}/0001-a.sql`]: one,
				[`${folder}/0002-b.sql`]: two,
				[checksumsPath]: listed({ '0002-b.sql': checksum(two) }),
			},
		},
		{
			at: `${folder}/0001-a.sql`,
			files: {
				[`${folder}/0001-a.sql`]: two,
				[checksumsPath]: listed({ '0001-a.sql': checksum(two) }),
				[`before:${checksumsPath}`]: listed({ '0001-a.sql': checksum(one) }),
			},
		},
		{
			at: checksumsPath,
			files: {
				[`${folder}/0001-a.sql`]: one,
				[checksumsPath]: listed({}),
				[`before:${checksumsPath}`]: listed({ '0001-a.sql': checksum(one) }),
			},
		},
	],
	fine: {
		[`${folder}/0001-a.sql`]: one,
		[`${folder}/0002-b.sql`]: two,
		[checksumsPath]: listed({ '0001-a.sql': checksum(one), '0002-b.sql': checksum(two) }),
	},
};
