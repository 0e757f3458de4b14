import { Trans } from '@lingui/react/macro';
import { useOnline } from '../api/use-online.ts';
import { Notice } from '../ui/notice.tsx';

/** Says that the line is gone, calmly, for as long as it is. */
export const LineNotice = () => {
	const online = useOnline();
	return (
		<div role="status" className="shell-line">
			{online ? null : (
				<Notice>
					<Trans>The line is gone. What you have written stays on this device and is sent when the line is back.</Trans>
				</Notice>
			)}
		</div>
	);
};
