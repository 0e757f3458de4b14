import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useState } from 'react';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { TextArea } from '../ui/field.tsx';
import { Notice, Status } from '../ui/notice.tsx';
import { usePost } from './voice-api.ts';

const postCharsMax = 4_000;

/** A post or a reply, by name or without. */
export const PostForm = ({ replyTo }: { readonly replyTo: string | null }) => {
	const { t, i18n } = useLingui();
	const [body, setBody] = useState('');
	const [anonymous, setAnonymous] = useState(false);
	const { mutate, isPending, data, error, reset } = usePost();
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (body.trim() === '' || isPending) return;
		mutate(
			{ body: body.trim(), anonymous, replyTo },
			{
				onSuccess: () => {
					setBody('');
					setAnonymous(false);
				},
			},
		);
	};
	return (
		<form className="stack" onSubmit={submit}>
			<TextArea
				label={replyTo === null ? <Trans>Your words</Trans> : <Trans>Your reply</Trans>}
				maxLength={postCharsMax}
				value={body}
				onInput={(event) => {
					reset();
					setBody(event.currentTarget.value);
				}}
			/>
			<Choice
				kind="checkbox"
				label={<Trans>Without my name</Trans>}
				help={
					<Trans>
						No name and no hour are kept with it. It waits until the representative shows it, and nobody, you included,
						can find it back as yours. How you write may still tell who you are.
					</Trans>
				}
				checked={anonymous}
				onChange={(event) => setAnonymous(event.currentTarget.checked)}
			/>
			<div className="row">
				<Button type="submit" busy={isPending} whyDisabled={body.trim() === '' ? t`Write something first.` : undefined}>
					{anonymous ? <Trans>Send without a name</Trans> : <Trans>Post</Trans>}
				</Button>
			</div>
			<Status>
				{error !== null ? (
					<Notice kind="trouble">{problemWords(error, i18n)}</Notice>
				) : data === undefined ? null : (
					<Notice kind="good">
						{data.state === 'waiting' ? (
							<Trans>Sent without a name. It waits for the representative.</Trans>
						) : (
							<Trans>Posted.</Trans>
						)}
					</Notice>
				)}
			</Status>
		</form>
	);
};
