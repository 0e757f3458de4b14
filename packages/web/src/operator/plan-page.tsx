import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMe } from '../api/use-me.ts';
import { problemWords } from '../app/problem-words.ts';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import { Loading, Trouble } from '../ui/state.tsx';
import { intakeQuery, type PlanRequest, planQuery } from './api/planning.ts';
import { CapacityPanel } from './plan/capacity-panel.tsx';
import { BindingPanel, PlanAnswer } from './plan/plan-answer.tsx';
import { PlanForm } from './plan/plan-form.tsx';
import { planRequest } from './plan/plan-search.ts';
import { WeekPanel } from './plan/week-panel.tsx';
import './plan/plan.css';

const route = getRouteApi('/shell/operator/plan');

/** How many people the work takes so that nobody exceeds a limit: the answer, the question, what it follows from. */
export const PlanPage = () => {
	const { t, i18n } = useLingui();
	const search = route.useSearch();
	const navigate = route.useNavigate();
	const { timeZone } = useMe();
	const measures = search.measured === true;
	const intake = useQuery({ ...intakeQuery(search.zone ?? timeZone), enabled: measures });
	const measured = measures ? intake.data : undefined;
	return (
		<Page title={t`Staffing`} lede={<Trans>How many people this work takes, so that nobody exceeds a limit.</Trans>}>
			{measures && measured === undefined ? (
				intake.error === null ? (
					<Loading />
				) : (
					<Trouble onRetry={() => void intake.refetch()}>{problemWords(intake.error, i18n)}</Trouble>
				)
			) : (
				<Answer request={planRequest(search, { timeZone, measured })} />
			)}
			<div className="no-print">
				<Panel title={<Trans>Your work</Trans>}>
					{/* A new address is a new form: going back brings back what was asked. */}
					<PlanForm
						key={JSON.stringify(search)}
						search={search}
						timeZone={timeZone}
						onPlan={(next) => void navigate({ search: next })}
					/>
				</Panel>
			</div>
			{measures && measured === undefined ? null : <Grounds request={planRequest(search, { timeZone, measured })} />}
			<CapacityPanel />
		</Page>
	);
};

type Asked = { readonly request: PlanRequest };

const Answer = ({ request }: Asked) => {
	const { i18n } = useLingui();
	const { data, error, refetch } = useQuery(planQuery(request));
	if (error !== null) return <Trouble onRetry={() => void refetch()}>{problemWords(error, i18n)}</Trouble>;
	return data === undefined ? <Loading /> : <PlanAnswer plan={data} />;
};

const Grounds = ({ request }: Asked) => {
	const { data, error } = useQuery(planQuery(request));
	if (data === undefined || error !== null) return null;
	return (
		<>
			<BindingPanel plan={data} />
			<WeekPanel plan={data} />
		</>
	);
};
