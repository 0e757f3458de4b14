import { Trans, useLingui } from '@lingui/react/macro';
import { type HazardCategory, hazardCategories, type Severity } from '@utu/core/safety/hazards.ts';
import { useState } from 'react';
import type { SurpriseReport } from '../api/work.ts';
import { capitalised, hazardWord, severityWord } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/field.tsx';

type SurpriseDialogProps = { readonly onCancel: () => void; readonly onReport: (report: SurpriseReport) => void };

const reported: readonly Severity[] = [1, 2, 3, 4];

/** “This is not what I was told”. The text is covered before this opens; nothing in here has to be filled in. */
export const SurpriseDialog = ({ onCancel, onReport }: SurpriseDialogProps) => {
	const { t, i18n } = useLingui();
	const [category, setCategory] = useState('');
	const [severity, setSeverity] = useState('');
	const report = (): void =>
		onReport({
			...(category === '' ? {} : { category: category as HazardCategory }),
			...(severity === '' ? {} : { severity: Number(severity) as Severity }),
		});
	return (
		<Dialog
			title={<Trans>This is not what I was told</Trans>}
			onClose={onCancel}
			actions={
				<>
					<Button kind="quiet" keyHint="Esc" onClick={onCancel}>
						<Trans>Go back</Trans>
					</Button>
					<Button kind="primary" data-focus-first onClick={report}>
						<Trans>Close this item</Trans>
					</Button>
				</>
			}
		>
			<p>
				<Trans>
					The text is covered. Saying so is paid, needs no reason and counts against nobody. It keeps the next person
					from the same surprise.
				</Trans>
			</p>
			<SelectField
				label={<Trans>What was it? You may leave this open.</Trans>}
				value={category}
				onChange={(event) => setCategory(event.currentTarget.value)}
			>
				<option value="">{t`I would rather not say`}</option>
				{hazardCategories.map((one) => (
					<option key={one} value={one}>
						{capitalised(hazardWord(one, i18n), i18n)}
					</option>
				))}
			</SelectField>
			<SelectField
				label={<Trans>How severe? You may leave this open.</Trans>}
				value={severity}
				onChange={(event) => setSeverity(event.currentTarget.value)}
			>
				<option value="">{t`I would rather not say`}</option>
				{reported.map((one) => (
					<option key={one} value={one}>
						{capitalised(severityWord(one, i18n), i18n)}
					</option>
				))}
			</SelectField>
		</Dialog>
	);
};
