export const Mark = () => (
	<svg className="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
		<rect className="mark-ground" width="32" height="32" rx="8" />
		<path
			className="mark-line"
			d="M9.5 8.5v9a6.5 6.5 0 0 0 13 0v-9"
			fill="none"
			strokeWidth="3.2"
			strokeLinecap="round"
		/>
	</svg>
);
