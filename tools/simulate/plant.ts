import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Mutation, mutations } from './mutations.ts';

const root = new URL('../../', import.meta.url).href;

/** The source with a mutation's edits in it. @throws when an edit no longer finds its place: the list must follow the program. */
export const mutated = (mutation: Mutation, file: string, source: string): string =>
	mutation.edits
		.filter((edit) => edit.file === file)
		.reduce((text, { find, replace }) => {
			if (text.split(find).length !== 2) throw new Error(`${mutation.name}: ${file} does not hold once: ${find}`);
			return text.replace(find, () => replace);
		}, source);

/** From now on modules of this process are read with the mutation's edits in them. Nothing is written. */
export const plant = (name: string): Mutation => {
	const mutation = mutations.find((one) => one.name === name);
	if (mutation === undefined) throw new Error(`there is no mutation “${name}”`);
	const files = new Set(mutation.edits.map((edit) => edit.file));
	registerHooks({
		load: (url, context, nextLoad) => {
			const file = url.startsWith(root) ? url.slice(root.length) : '';
			if (!files.has(file)) return nextLoad(url, context);
			return {
				format: 'module-typescript',
				shortCircuit: true,
				source: mutated(mutation, file, readFileSync(fileURLToPath(url), 'utf8')),
			};
		},
	});
	return mutation;
};
