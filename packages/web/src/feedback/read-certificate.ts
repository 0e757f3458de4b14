/** A certificate as somebody hands it over, and what stands beside it in its file. */
export type HandedCertificate = { readonly certificate: string; readonly payload: unknown };

/** Finds the certificate in what was pasted or chosen: its file, its link, or the bare text, broken into lines or not. */
export const readCertificate = (text: string): HandedCertificate => {
	const file = readFile(text.trim());
	const bare = (file?.certificate ?? text).replaceAll(/\s/g, '');
	return { certificate: bare.slice(bare.lastIndexOf('#') + 1), payload: file?.payload };
};

const readFile = (text: string): HandedCertificate | undefined => {
	if (!text.startsWith('{')) return undefined;
	try {
		const file: unknown = JSON.parse(text);
		if (typeof file !== 'object' || file === null || !('certificate' in file)) return undefined;
		if (typeof file.certificate !== 'string') return undefined;
		return { certificate: file.certificate, payload: 'payload' in file ? file.payload : undefined };
	} catch {
		return undefined;
	}
};

/** Whether two values say the same, in whatever order their fields stand. */
export const sameJson = (one: unknown, other: unknown): boolean => {
	if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
	if (Array.isArray(one) !== Array.isArray(other)) return false;
	const fields = Object.entries(one);
	const others = new Map(Object.entries(other));
	return fields.length === others.size && fields.every(([name, value]) => sameJson(value, others.get(name)));
};
