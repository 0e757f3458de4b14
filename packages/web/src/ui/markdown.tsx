import { createElement, type ReactNode, useEffect, useState } from 'react';

/** What may come of Markdown; everything else is left out, its text kept. */
const allowed = new Set([
	'p',
	'h2',
	'h3',
	'h4',
	'h5',
	'h6',
	'ul',
	'ol',
	'li',
	'strong',
	'em',
	'code',
	'pre',
	'blockquote',
	'br',
	'hr',
	'a',
	'table',
	'thead',
	'tbody',
	'tr',
	'th',
	'td',
]);

const toNodes = (parent: Node, level: number): ReactNode[] =>
	[...parent.childNodes].map((node, index) => toNode(node, index, level));

const toNode = (node: Node, key: number, level: number): ReactNode => {
	if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
	if (!(node instanceof Element)) return null;
	const heading = /^h([1-6])$/.exec(node.localName)?.[1];
	const name = heading === undefined ? node.localName : `h${Math.min(6, Number(heading) - 1 + level)}`;
	if (!allowed.has(name)) return toNodes(node, level);
	const href = name === 'a' ? node.getAttribute('href') : null;
	const props = href !== null && /^https?:/.test(href) ? { key, href, rel: 'noreferrer', target: '_blank' } : { key };
	return createElement(name, props, ...toNodes(node, level));
};

export type MarkdownProps = {
	readonly text: string;
	readonly lang?: string | undefined;
	/** The level of its first headings: below the heading of the page or panel that shows it. 2 where nothing is said. */
	readonly level?: 2 | 3 | 4;
};

/** Markdown without raw HTML, drawn as elements of a closed list. Its parser is loaded when it is first needed. */
export const Markdown = ({ text, lang, level = 2 }: MarkdownProps) => {
	const [nodes, setNodes] = useState<ReactNode[]>();
	useEffect(() => {
		let current = true;
		const draw = async (): Promise<void> => {
			const [{ micromark }, { gfmTable, gfmTableHtml }] = await Promise.all([
				import('micromark'),
				import('micromark-extension-gfm-table'),
			]);
			const html = micromark(text, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
			const parsed = new DOMParser().parseFromString(html, 'text/html');
			if (current) setNodes(toNodes(parsed.body, level));
		};
		draw().catch(() => {
			if (current) setNodes([text]);
		});
		return () => {
			current = false;
		};
	}, [text, level]);
	return (
		<div className="prose" dir="auto" lang={lang}>
			{nodes ?? <p>{text}</p>}
		</div>
	);
};
