import { createHash } from 'node:crypto';
import { type NewItem, newItem } from '@utu/contract/intake.ts';
import { textFault } from '@utu/core/intake/normalise.ts';

/** Which field of a row is which part of an item. */
export type Columns = {
	readonly text: string;
	readonly key: string;
	readonly language: string;
	readonly themes: string;
	readonly dueAt: string;
	/** Said of every item of the file, unless a row names its own. */
	readonly source: string | undefined;
	/** Fields that are kept with the item and shown to nobody. */
	readonly meta: readonly string[];
};

export const defaultColumns: Columns = {
	text: 'text',
	key: 'key',
	language: 'language',
	themes: 'themes',
	dueAt: 'dueAt',
	source: undefined,
	meta: [],
};

type Taken = { readonly item: NewItem } | { readonly fault: string; readonly key?: string };

/** Makes one row an item as the contract wants it, or says what is wrong with it. */
export const toItem = (
	row: { readonly line: number; readonly fields: Readonly<Record<string, unknown>> },
	columns: Columns,
): Taken => {
	const { line, fields } = row;
	const text = fields[columns.text];
	const own = fields[columns.key];
	const key = isAbsent(own) ? (typeof text === 'string' ? derivedKey(line, text) : undefined) : asText(own);
	const candidate = {
		key,
		text,
		...present('language', fields[columns.language]),
		...present('themes', themesOf(fields[columns.themes])),
		...present('source', isAbsent(fields['source']) ? columns.source : fields['source']),
		...present('dueAt', fields[columns.dueAt]),
		...present('meta', metaOf(fields, columns.meta)),
	};
	const parsed = newItem.safeParse(candidate);
	const named = typeof key === 'string' && !isAbsent(own) ? { key } : {};
	if (!parsed.success) {
		const fault = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
		return { fault: isAbsent(text) ? `There is no ${columns.text}.` : fault, ...named };
	}
	const fault = textFault(parsed.data.text);
	return fault === undefined ? { item: parsed.data } : { fault, ...named };
};

/** The same for the same line of the same file, however often it is sent; another one as soon as the text differs. */
const derivedKey = (line: number, text: string): string =>
	`line-${line}-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;

/** A CSV file has no other way to say that there is nothing. */
const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

const present = (name: string, value: unknown): Record<string, unknown> => (isAbsent(value) ? {} : { [name]: value });

/** A list, or a text with semicolons between. */
const themesOf = (value: unknown): unknown => {
	if (typeof value !== 'string') return value;
	return value
		.split(';')
		.map((theme) => theme.trim())
		.filter((theme) => theme !== '');
};

const metaOf = (fields: Readonly<Record<string, unknown>>, names: readonly string[]): unknown => {
	const own = fields['meta'];
	if (names.length === 0) return own;
	const chosen = Object.fromEntries(
		names.filter((name) => !isAbsent(fields[name])).map((name) => [name, fields[name]]),
	);
	return typeof own === 'object' ? { ...own, ...chosen } : chosen;
};
