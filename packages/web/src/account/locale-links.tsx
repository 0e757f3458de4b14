import { useLingui } from '@lingui/react/macro';
import { activateLocale, localeLabel, locales } from '../app/i18n.ts';

/** The languages there are, each in its own words. */
export const LocaleLinks = () => {
	const { i18n } = useLingui();
	return (
		<ul className="locales plain-list">
			{locales.map((locale) => (
				<li key={locale}>
					<button
						type="button"
						className="button button-quiet"
						lang={locale}
						aria-pressed={i18n.locale === locale}
						onClick={() => void activateLocale(locale, { remember: true })}
					>
						{localeLabel(locale)}
					</button>
				</li>
			))}
		</ul>
	);
};
