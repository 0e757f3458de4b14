import { eachFile, isCatalog, isScript, isTest, type Rule } from '../rule.ts';
import { dotted, isNode, type Node, parse, walk } from '../syntax.ts';

/** “About” 400 and 70: a tenth of grace, so that nobody squeezes a line to please a counter. */
export const limits = { fileLinesMax: 440, functionLinesMax: 77, markupLinesMax: 100 } as const;

/** Markup is long and flat: an element a line, an attribute a line, nothing to follow. */
const functionLinesMax = (path: string): number =>
	path.endsWith('.tsx') ? limits.markupLinesMax : limits.functionLinesMax;

const measured = (path: string): boolean => (isScript(path) || path.endsWith('.css')) && !isCatalog(path);

const linesOf = (text: string): number => (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n').length;

export const fileLength: Rule = {
	name: 'file-length',
	instead: 'Split the file along its nouns. tools/tidy/longer.json lists older ones; that list only shrinks.',
	check: eachFile(measured, (path, text) => {
		const size = linesOf(text);
		return size > limits.fileLinesMax ? [{ message: `${size} lines, about 400 are allowed`, key: path, size }] : [];
	}),
	canaries: [
		{ at: 'packages/core/src/long.ts', files: { 'packages/core/src/long.ts': '// line\n'.repeat(441) } },
		{ at: 'packages/web/src/long.css', files: { 'packages/web/src/long.css': 'a {}\n'.repeat(441) } },
	],
	fine: { 'packages/core/src/long.ts': '// line\n'.repeat(400), 'packages/web/src/locales/en.ts': '//\n'.repeat(900) },
};

const functionTypes =
	/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ClassMethod|PrivateMethod|MethodProperty|GetterProperty|SetterProperty|Constructor)$/;

export const functionLength: Rule = {
	name: 'function-length',
	instead:
		'Split the function top-down. A named function inside another counts for itself alone; an inline callback counts to its owner.',
	check: eachFile(
		(path) => isScript(path) && !isCatalog(path),
		(path, text) => (linesOf(text) <= limits.functionLinesMax ? [] : longFunctions(path, text)),
	),
	canaries: [
		{
			at: 'packages/core/src/a.ts',
			files: { 'packages/core/src/a.ts': `export const long = () => {\n${'\tone();\n'.repeat(77)}};\n` },
		},
		{
			at: 'packages/core/src/b.ts',
			files: { 'packages/core/src/b.ts': `function long() {\n${'\tone();\n'.repeat(77)}}\n` },
		},
		{
			at: 'packages/core/src/c.ts',
			files: { 'packages/core/src/c.ts': `class A {\n\tlong() {\n${'\tone();\n'.repeat(77)}}\n}\n` },
		},
		{
			at: 'packages/core/src/d.test.ts',
			files: { 'packages/core/src/d.test.ts': `it('does', () => {\n${'\tone();\n'.repeat(77)}});\n` },
		},
	],
	fine: {
		'packages/core/src/a.ts': `export const short = () => {\n${'\tone();\n'.repeat(60)}};\n${'// \n'.repeat(60)}`,
		'packages/core/src/b.ts': `const make = () => {\n\tconst inner = () => {\n${'\tone();\n'.repeat(60)}};\n${'\ttwo();\n'.repeat(30)}};\n`,
		'packages/core/src/c.ts': `class A {\n\tshort() {\n${'\tone();\n'.repeat(60)}}\n\ttoo() {\n${'\tone();\n'.repeat(60)}}\n}\n`,
		'packages/core/src/d.test.ts': `describe('x', () => {\n${"\tit('y', () => {\n\t});\n".repeat(60)}});\n`,
	},
};

type Measured = { readonly name: string; readonly from: number; readonly to: number; own: number };

const longFunctions = (path: string, text: string) => {
	const source = parse(path, text);
	const open: (Measured & { readonly node: Node })[] = [];
	const all: Measured[] = [];
	walk(source.module, (node, parents) => {
		if (!functionTypes.test(node.type)) return;
		const { from, to } = source.lines(node);
		const own = to - from + 1;
		while (open.length > 0 && !parents.includes(open.at(-1)!.node)) open.pop();
		const name = nameOf(node, parents);
		const caseOf = isTest(path) && /^(describe|it|test)\b/.test(name ?? '');
		// A suite only holds its cases; what it says of itself is not read at once.
		const entry = { name: name ?? open.at(-1)?.name ?? 'anonymous', from, to, own, node };
		if (!(caseOf && name?.startsWith('describe'))) all.push(entry);
		if (name !== undefined) {
			const owner = open.at(-1);
			if (owner !== undefined) owner.own -= own - 1;
		}
		open.push(entry);
	});
	return all
		.filter((one) => one.own > functionLinesMax(path))
		.map((one) => ({
			line: one.from,
			message: `${one.name} has ${one.own} lines of its own, about 70 are allowed`,
			key: `${path}#${one.name}`,
			size: one.own,
		}));
};

/** The name that a reader would call it by; an inline callback has none, a test case has its callee's. */
const nameOf = (node: Node, parents: readonly Node[]): string | undefined => {
	const own = isNode(node.identifier) ? node.identifier : node.key;
	if (isNode(own) && typeof own.value === 'string') return own.value;
	if (node.type === 'Constructor') return 'constructor';
	const parent = parents.at(-1);
	if (parent?.type === 'VariableDeclarator') return dotted(parent.id) ?? 'anonymous';
	if (parent?.type === 'KeyValueProperty' && isNode(parent.key)) return String(parent.key.value ?? 'anonymous');
	if (parent?.type === 'CallExpression') {
		const callee = calleeName(parent.callee);
		return /^(describe|it|test)\b/.test(callee ?? '') ? callee : undefined;
	}
	return undefined;
};

/** `it`, `it.each` and `it.each(table)` alike. */
const calleeName = (callee: unknown): string | undefined =>
	isNode(callee) && callee.type === 'CallExpression' ? calleeName(callee.callee) : dotted(callee);
