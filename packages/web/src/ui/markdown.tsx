import { createElement, type ReactNode, useEffect, useState } from 'react';

/** What may come of Markdown; everything else is left out, its text kept. */
const allowed = new Set(['p', 'h2', 'h3', 'h4', 'ul', 'ol', 'li', 'strong', 'em', 'code', 'pre', 'blockquote', 'br', 'hr', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td']);
/** Headings of a text go below the headings of the page that shows it. */
const lowered: Readonly<Record<string, string>> = { h1: 'h3', h2: 'h3', h3: 'h4', h5: 'h4', h6: 'h4' };

const toNodes = (parent: Node): ReactNode[] => [...parent.childNodes].map((node, index) => toNode(node, index));

const toNode = (node: Node, key: number): ReactNode => {
	if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
	if (!(node instanceof Element)) return null;
	const name = lowered[node.localName] ?? node.localName;
	if (!allowed.has(name)) return toNodes(node);
	const href = name === 'a' ? node.getAttribute('href') : null;
	const props = href !== null && /^https?:/.test(href) ? { key, href, rel: 'noreferrer', target: '_blank' } : { key };
	return createElement(name, props, ...toNodes(node));
};

/** Markdown without raw HTML, drawn as elements of a closed list. Its parser is loaded when it is first needed. */
export const Markdown = ({ text, lang }: { readonly text: string; readonly lang?: string | undefined }) => {
	const [nodes, setNodes] = useState<ReactNode[]>();
	useEffect(() => {
		let current = true;
		const draw = async (): Promise<void> => {
			const [{ micromark }, { gfmTable, gfmTableHtml }] = await Promise.all([import('micromark'), import('micromark-extension-gfm-table')]);
			const html = micromark(text, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
			const parsed = new DOMParser().parseFromString(html, 'text/html');
			if (current) setNodes(toNodes(parsed.body));
		};
		draw().catch(() => {
			if (current) setNodes([text]);
		});
		return () => {
			current = false;
		};
	}, [text]);
	return (
		<div className="prose" dir="auto" lang={lang}>
			{nodes ?? <p>{text}</p>}
		</div>
	);
};
