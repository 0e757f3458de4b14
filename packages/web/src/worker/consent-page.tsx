import { Page } from '../ui/page.tsx';

export const ConsentPage = () => <Page title="ConsentPage">…</Page>;
