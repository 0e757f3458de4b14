import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMe } from '../api/use-me.ts';
import { hasRole } from '../app/people.ts';
import { problemWords } from '../app/problem-words.ts';
import { Button } from '../ui/button.tsx';
import { Choice, ChoiceGroup } from '../ui/choice.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextArea } from '../ui/field.tsx';
import { Status } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { Table } from '../ui/table.tsx';
import {
	type Member,
	membersQuery,
	type Organisation,
	organisationQuery,
	useChangeOrganisation,
	useSetRoles,
} from './api/organisation.ts';
import { ContactsPanel } from './contacts-panel.tsx';

/** The organisation: its join code, whom its people can turn to, and who belongs to it. */
export const OrganisationPage = () => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(organisationQuery);
	return (
		<Page title={data?.name ?? t`Organisation`}>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<>
					<ContactsPanel />
					<SupportPanel organisation={data} />
					<MembersPanel organisation={data} />
				</>
			)}
		</Page>
	);
};

const SupportPanel = ({ organisation }: { readonly organisation: Organisation }) => {
	const { t, i18n } = useLingui();
	const { mutate, isPending, error, isSuccess } = useChangeOrganisation();
	const [contact, setContact] = useState(organisation.supportContact ?? '');
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		mutate({ supportContact: contact.trim() });
	};
	return (
		<Panel
			title={<Trans>More about support</Trans>}
			lede={<Trans>What else your people should know, in your own words. They read it below the contacts.</Trans>}
		>
			<form className="stack" onSubmit={submit}>
				<TextArea
					label={<Trans>Text</Trans>}
					maxLength={2_000}
					value={contact}
					onInput={(event) => setContact(event.currentTarget.value)}
				/>
				{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
				<div className="row">
					<Button
						type="submit"
						kind="primary"
						busy={isPending}
						whyDisabled={contact.trim() === (organisation.supportContact ?? '') ? t`Nothing has changed.` : undefined}
					>
						<Trans>Keep</Trans>
					</Button>
				</div>
				<Status>{isSuccess ? <Trans>Kept.</Trans> : null}</Status>
			</form>
		</Panel>
	);
};

const MembersPanel = ({ organisation }: { readonly organisation: Organisation }) => {
	const { t, i18n } = useLingui();
	const { data, error, refetch } = useQuery(membersQuery);
	const [changing, setChanging] = useState<Member>();
	const isAdmin = hasRole(useMe(), 'admin');
	return (
		<Panel
			title={<Trans>Members</Trans>}
			lede={<Trans>What a member sees, avoids or consents to is theirs alone, and stands nowhere here.</Trans>}
		>
			<CopyField
				label={<Trans>Join code</Trans>}
				hint={<Trans>Who signs up with it becomes a worker of this organisation.</Trans>}
				value={organisation.joinCode}
			/>
			{data === undefined ? (
				error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>
				)
			) : (
				<Table
					label={t`All members`}
					head={[t`Name`, t`Roles`, t`Joined`, <span key="act" className="visually-hidden">{t`Change`}</span>]}
				>
					{data.members.map((member) => (
						<tr key={member.personId}>
							<th scope="row">{member.displayName}</th>
							<td>
								<RoleWords roles={member.roles} />
							</td>
							<td>{i18n.date(member.joinedAt, { dateStyle: 'medium' })}</td>
							<td>
								<Button
									kind="quiet"
									aria-label={t`Change the roles of ${member.displayName}`}
									whyDisabled={isAdmin ? undefined : t`Only an admin changes roles.`}
									onClick={() => setChanging(member)}
								>
									<Trans>Change</Trans>
								</Button>
							</td>
						</tr>
					))}
				</Table>
			)}
			{changing === undefined ? null : <RolesDialog member={changing} onClose={() => setChanging(undefined)} />}
		</Panel>
	);
};

const roles = ['worker', 'analyst', 'operator', 'client', 'representative', 'admin'] as const;
type Role = (typeof roles)[number];

const useRoleWords = (): Readonly<Record<Role, string>> => {
	const { t } = useLingui();
	return {
		worker: t`Worker`,
		analyst: t`Analyst`,
		operator: t`Operator`,
		client: t`Client`,
		representative: t`Representative`,
		admin: t`Admin`,
	};
};

const RoleWords = ({ roles: held }: { readonly roles: readonly Role[] }) => {
	const words = useRoleWords();
	return <>{held.map((role) => words[role]).join(', ')}</>;
};

const RolesDialog = ({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) => {
	const { t, i18n } = useLingui();
	const words = useRoleWords();
	const { mutate, isPending, error } = useSetRoles();
	const [chosen, setChosen] = useState<readonly Role[]>(member.roles);
	return (
		<Dialog
			title={<Trans>Roles of {member.displayName}</Trans>}
			onClose={onClose}
			actions={
				<>
					<Button kind="quiet" onClick={onClose}>
						<Trans>Leave as it is</Trans>
					</Button>
					<Button
						kind="primary"
						busy={isPending}
						whyDisabled={chosen.length === 0 ? t`Choose at least one.` : undefined}
						onClick={() => mutate({ personId: member.personId, roles: chosen }, { onSuccess: onClose })}
					>
						<Trans>Keep</Trans>
					</Button>
				</>
			}
		>
			<ChoiceGroup legend={<Trans>Roles</Trans>}>
				{roles.map((role) => (
					<Choice
						key={role}
						kind="checkbox"
						label={words[role]}
						checked={chosen.includes(role)}
						onChange={(event) =>
							setChosen(event.currentTarget.checked ? [...chosen, role] : chosen.filter((other) => other !== role))
						}
					/>
				))}
			</ChoiceGroup>
			{error === null ? null : <Trouble>{problemWords(error, i18n)}</Trouble>}
		</Dialog>
	);
};
