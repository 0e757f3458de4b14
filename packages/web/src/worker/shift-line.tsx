import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { serverNow } from '../api/server-clock.ts';
import { shiftQuery, useEndShift } from '../api/shift.ts';
import { problemWords } from '../app/problem-words.ts';
import { clockTime } from '../app/times.ts';
import { useAt } from '../app/use-at.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { coverInHand, giveBackInHand } from './in-hand.ts';
import { shiftChangesAt } from './off-shift.ts';

/** The shift that runs, in a quiet line of the frame: until when, and the way out. Nothing counts down. */
export const ShiftLine = () => {
	const { i18n } = useLingui();
	const { data, refetch } = useQuery(shiftQuery);
	const [ending, setEnding] = useState(false);
	useAt(data === undefined ? undefined : shiftChangesAt(data), () => void refetch());
	const shift = data?.now;
	if (shift === null || shift === undefined || Date.parse(shift.endsAt) <= serverNow()) return null;
	return (
		<>
			<div className="shell-shift">
				<span>
					<Trans>On shift until {clockTime(shift.endsAt, i18n)}</Trans>
				</span>
				<span aria-hidden="true">·</span>
				<button
					type="button"
					className="link-button"
					onClick={() => {
						coverInHand();
						setEnding(true);
					}}
				>
					<Trans>End shift</Trans>
				</button>
			</div>
			{ending ? <EndDialog onClose={() => setEnding(false)} /> : null}
		</>
	);
};

const EndDialog = ({ onClose }: { readonly onClose: () => void }) => {
	const { i18n } = useLingui();
	const navigate = useNavigate();
	const { mutate, isPending, error } = useEndShift(giveBackInHand);
	const end = (): void => {
		mutate(undefined, {
			onSuccess: () => {
				onClose();
				void navigate({ to: '/shift-ended' });
			},
		});
	};
	return (
		<Dialog
			title={<Trans>End this shift?</Trans>}
			onClose={onClose}
			actions={
				<>
					<Button kind="quiet" keyHint="Esc" onClick={onClose}>
						<Trans>Stay on shift</Trans>
					</Button>
					<Button kind="primary" data-focus-first busy={isPending} onClick={end}>
						<Trans>End the shift</Trans>
					</Button>
				</>
			}
		>
			<p>
				<Trans>
					What you have in hand is given back, and your draft is kept. The shift is paid until now, breaks too. No
					reason is asked.
				</Trans>
			</p>
			<Status>{error === null ? null : <Notice kind="trouble">{problemWords(error, i18n)}</Notice>}</Status>
		</Dialog>
	);
};
