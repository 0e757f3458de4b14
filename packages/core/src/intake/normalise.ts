/**
 * The bytes that an item's identity is the hash of: NFC, line ends as `\n`, white space trimmed at both ends. Two texts
 * that a person could not tell apart by their letters have the same content.
 */
export const canonicalText = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n').trim();

/** What may be wrong with one text, or undefined. Control characters hide content from the people who read. */
export const textFault = (text: string): string | undefined => {
	if (canonicalText(text) === '') return 'The text is empty.';
	if (text.includes('\u0000')) return 'The text has a NUL character; it looks like a binary file.';
	if (!text.isWellFormed()) return 'The text is not valid Unicode.';
	return undefined;
};
