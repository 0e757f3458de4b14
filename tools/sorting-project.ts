/** The project that benches and the simulator work in: one question with two answers, up to three views. */
export const sortingProject = {
	form: {
		questions: [
			{
				name: 'kind',
				title: 'What is it?',
				required: true,
				kind: 'single',
				options: [
					{ value: 'rude', label: 'Rude', hazards: { harassment: 2 } },
					{ value: 'fine', label: 'Fine', hazards: {} },
				],
			},
		],
	},
	hazardCategories: ['violence', 'violence/graphic', 'hate', 'harassment', 'self-harm', 'unscreened'],
	targets: { certainty: 0.9, viewsMin: 1, viewsMax: 3, auditShare: 0.1 },
	languages: ['en'],
	instructions: { en: 'Sort.' },
	consentTexts: {},
};
