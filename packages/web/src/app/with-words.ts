/**
 * A page that comes with its words: both are loaded at once, and the route waits for the page alone. A route that waits for
 * words before it loads the page can hang a slow machine.
 */
export const withWords =
	(words: () => Promise<void>) =>
	<Page>(page: Promise<Page>): Promise<Page> =>
		words().then(() => page);
