import { describe, expect, it } from 'vitest';
import { dotted, importsOf, type Node, parse, walk } from './syntax.ts';

const nodesOf = (text: string, type: string): readonly Node[] => {
	const found: Node[] = [];
	walk(parse('a.ts', text).module, (node) => {
		if (node.type === type) found.push(node);
	});
	return found;
};

describe('lines', () => {
	it('counts from 1, over comments and letters of several bytes', () => {
		const text = '// Grüße, 人間, 🙂\n\nconst ä = 1;\nconst f = () => {\n\treturn ä;\n};\n';
		const arrow = nodesOf(text, 'ArrowFunctionExpression')[0]!;
		expect(parse('a.ts', text).lines(arrow)).toEqual({ from: 4, to: 6 });
	});

	it('is not shifted by files that were parsed before', () => {
		for (const name of ['b', 'c', 'd']) {
			const source = parse(`${name}.ts`, `const ${name} = 1;\nconst last = 2;\n`);
			const last = (source.module.body as Node[]).at(-1)!;
			expect(source.lines(last)).toEqual({ from: 2, to: 2 });
		}
	});
});

describe('importsOf', () => {
	it('finds imports of every kind, and nothing in strings', () => {
		const text = [
			"import a from 'one';",
			"import type { B } from './two.ts';",
			"import './three.css';",
			"export { c } from './four.ts';",
			"export * from './five.ts';",
			"const d = () => import('./six.ts');",
			'const e = "import x from \'./seven.ts\'";',
		].join('\n');
		expect(importsOf(parse('a.ts', text)).map(({ specifier, line }) => `${line} ${specifier}`)).toEqual([
			'1 one',
			'2 ./two.ts',
			'3 ./three.css',
			'4 ./four.ts',
			'5 ./five.ts',
			'6 ./six.ts',
		]);
	});
});

describe('dotted', () => {
	it('reads chains of plain names only', () => {
		const [plain] = nodesOf('a.b.c;', 'MemberExpression');
		const [computed] = nodesOf('a[b].c;', 'MemberExpression');
		expect(dotted(plain)).toBe('a.b.c');
		expect(dotted(computed)).toBeUndefined();
	});
});

describe('parse', () => {
	it('names the file that does not parse', () => {
		expect(() => parse('broken.ts', 'const = ;')).toThrow('broken.ts');
	});
});
