import { Buffer } from 'node:buffer';
import { parseSync } from '@swc/core';

/** A node of the syntax tree, read structurally: the shapes are the parser's, each is checked where it is used. */
export type Node = { readonly type: string; readonly [key: string]: unknown };

export type Source = {
	readonly module: Node;
	/** First and last line of a node, counted from 1. */
	readonly lines: (node: Node) => { readonly from: number; readonly to: number };
};

const cache = new Map<string, Source>();

/** @throws with the file's name when it does not parse. */
export const parse = (path: string, text: string): Source => {
	const key = `${path}\0${text}`;
	const known = cache.get(key);
	if (known !== undefined) return known;
	let module: Node;
	try {
		module = parseSync(text, { syntax: 'typescript', tsx: path.endsWith('.tsx'), target: 'es2024' }) as unknown as Node;
	} catch (error) {
		throw new Error(`${path} does not parse: ${error instanceof Error ? error.message : String(error)}`);
	}
	const source = { module, lines: lineIndex(text) };
	cache.set(key, source);
	return source;
};

/** The parser counts bytes of UTF-8, the first being 1. */
const lineIndex = (text: string): Source['lines'] => {
	const starts = [0];
	const bytes = Buffer.from(text);
	bytes.forEach((byte, index) => {
		if (byte === 10) starts.push(index + 1);
	});
	const lineOf = (offset: number): number => {
		let low = 0;
		let high = starts.length;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle;
			else high = middle;
		}
		return low + 1;
	};
	return (node) => {
		const span = spanOf(node);
		return { from: lineOf(span.start - 1), to: lineOf(span.end - 2) };
	};
};

const spanOf = (node: Node): { readonly start: number; readonly end: number } => {
	const span = node.span as { start: number; end: number } | undefined;
	if (span !== undefined) return span;
	const inner = isNode(node.function) ? (node.function.span as { start: number; end: number } | undefined) : undefined;
	if (inner === undefined) throw new Error(`a ${node.type} without a place`);
	return inner;
};

export const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Visits every node, parents first; `parents` ends with the nearest. */
export const walk = (node: Node, visit: (node: Node, parents: readonly Node[]) => void): void => {
	const parents: Node[] = [];
	const enter = (value: unknown): void => {
		if (Array.isArray(value)) {
			for (const one of value) enter(one);
		} else if (isNode(value)) {
			visit(value, parents);
			parents.push(value);
			for (const child of Object.values(value)) enter(child);
			parents.pop();
		} else if (typeof value === 'object' && value !== null) {
			for (const child of Object.values(value)) enter(child);
		}
	};
	enter(node);
};

/** The nodes of a list; none where the field is not a list. */
export const listOf = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** `a.b.c` for a chain of plain names, else undefined. */
export const dotted = (node: unknown): string | undefined => {
	if (!isNode(node)) return undefined;
	if (node.type === 'Identifier') return String(node.value);
	if (node.type === 'MemberExpression' && isNode(node.property) && node.property.type === 'Identifier') {
		const object = dotted(node.object);
		return object === undefined ? undefined : `${object}.${String(node.property.value)}`;
	}
	return undefined;
};

/** Every module that a file names: imports, re-exports and `import()` of a literal. */
export const importsOf = (source: Source): readonly { readonly specifier: string; readonly line: number }[] => {
	const found: { specifier: string; line: number }[] = [];
	walk(source.module, (node) => {
		const named =
			node.type === 'CallExpression' && isNode(node.callee) && node.callee.type === 'Import'
				? (node.arguments as { expression: unknown }[])[0]?.expression
				: /^(Import|ExportAll|ExportNamed)Declaration$/.test(node.type)
					? node.source
					: undefined;
		if (isNode(named) && named.type === 'StringLiteral') {
			found.push({ specifier: String(named.value), line: source.lines(node).from });
		}
	});
	return found;
};
