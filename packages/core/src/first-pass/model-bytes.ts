import { assert, err, ok, type Result } from '../shared/result.ts';
import { featureSpec } from './features.ts';
import type { TextModel } from './model.ts';

export type ModelBytesError = { readonly kind: 'not-a-model' | 'other-version' | 'damaged'; readonly detail: string };

/** Changes with the layout below, and with what the numbers mean. */
const formatVersion = 1;
const magic = 0x4d545455; // "UTTM", little-endian
const prefixBytes = 12;
const stepsMax = 32_767;

/** What is kept as text; the features are versioned with it, since weights mean nothing under another hash. */
type Header = Omit<TextModel, 'linear'> & {
	readonly features: typeof featureSpec;
	readonly link: TextModel['linear']['link'];
	readonly bucketsLog2: number;
	readonly bias: readonly number[];
	/** Size of one step of each column: relevance − 1, then the weights of each class. */
	readonly steps: readonly number[];
	readonly used: number;
};

/**
 * Little-endian: magic u32, format version u32, header bytes u32, header (JSON in ASCII), a bitmap of the buckets that are used,
 * then for each column one i16 per used bucket. About 2 × (classes + 1) bytes per used bucket; a value is off by at most half a step,
 * 1/65,534 of the largest of its column.
 */
export const textModelToBytes = (model: TextModel): Uint8Array => {
	const { linear, ...rest } = model;
	const { classCount, bucketsLog2, relevance, weights } = linear;
	const used = Array.from(relevance.keys()).filter((bucket) => isUsed(model, bucket));
	const columns = [
		Float32Array.from(used, (bucket) => relevance[bucket]! - 1),
		...Array.from({ length: classCount }, (_, k) =>
			Float32Array.from(used, (bucket) => weights[bucket * classCount + k]!),
		),
	];
	const steps = columns.map((column) => column.reduce((max, value) => Math.max(max, Math.abs(value)), 0) / stepsMax);
	const head: Header = {
		...rest,
		features: featureSpec,
		link: linear.link,
		bucketsLog2,
		bias: [...linear.bias],
		steps,
		used: used.length,
	};
	const header = asciiJson(head);
	const bitmapAt = prefixBytes + header.length;
	const columnsAt = bitmapAt + relevance.length / 8;
	const bytes = new Uint8Array(columnsAt + 2 * used.length * columns.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, magic, true);
	view.setUint32(4, formatVersion, true);
	view.setUint32(8, header.length, true);
	for (let i = 0; i < header.length; i++) bytes[prefixBytes + i] = header.charCodeAt(i);
	for (const bucket of used) bytes[bitmapAt + (bucket >> 3)] = bytes[bitmapAt + (bucket >> 3)]! | (1 << (bucket & 7));
	let at = columnsAt;
	for (const [c, column] of columns.entries()) {
		const step = steps[c]!;
		for (const value of column) {
			view.setInt16(at, step === 0 ? 0 : Math.round(value / step), true);
			at += 2;
		}
	}
	return bytes;
};

const isUsed = ({ linear: { relevance, weights, classCount } }: TextModel, bucket: number): boolean => {
	if (relevance[bucket] !== 1) return true;
	for (let k = 0; k < classCount; k++) if (weights[bucket * classCount + k] !== 0) return true;
	return false;
};

const asciiJson = (value: unknown): string =>
	JSON.stringify(value).replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Reads what `textModelToBytes` wrote. Another format or feature version, or a wrong length, is an error, never a guess. */
export const textModelFromBytes = (bytes: Uint8Array): Result<TextModel, ModelBytesError> => {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < prefixBytes || view.getUint32(0, true) !== magic)
		return err({ kind: 'not-a-model', detail: 'no model mark' });
	const version = view.getUint32(4, true);
	if (version !== formatVersion) return err({ kind: 'other-version', detail: `format ${version}` });
	const bitmapAt = prefixBytes + view.getUint32(8, true);
	const head = parseHeader(bytes.subarray(prefixBytes, bitmapAt));
	if (head === undefined) return err({ kind: 'damaged', detail: 'header' });
	if (JSON.stringify(head.features) !== JSON.stringify(featureSpec))
		return err({ kind: 'other-version', detail: 'features' });

	const classCount = head.classes.length;
	const buckets = 1 << head.bucketsLog2;
	const columnsAt = bitmapAt + buckets / 8;
	if (bytes.length !== columnsAt + 2 * head.used * (classCount + 1)) return err({ kind: 'damaged', detail: 'length' });
	const used: number[] = [];
	for (let bucket = 0; bucket < buckets; bucket++) {
		if ((bytes[bitmapAt + (bucket >> 3)]! >> (bucket & 7)) & 1) used.push(bucket);
	}
	if (used.length !== head.used) return err({ kind: 'damaged', detail: 'bitmap' });

	const relevance = new Float32Array(buckets).fill(1);
	const weights = new Float32Array(buckets * classCount);
	let at = columnsAt;
	for (let column = 0; column <= classCount; column++) {
		const step = head.steps[column]!;
		for (const bucket of used) {
			const value = view.getInt16(at, true) * step;
			at += 2;
			if (column === 0) relevance[bucket] = 1 + value;
			else weights[bucket * classCount + column - 1] = value;
		}
	}
	const { kind, classes, curves, examples, groups, link, bucketsLog2, bias } = head;
	const linear = { link, classCount, bucketsLog2, relevance, weights, bias: Float64Array.from(bias) };
	return ok({ kind, classes, linear, curves, examples, groups });
};

const parseHeader = (bytes: Uint8Array): Header | undefined => {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	try {
		const head = JSON.parse(text) as Header;
		const classCount = head.classes.length;
		const fits =
			head.curves.length === classCount && head.bias.length === classCount && head.steps.length === classCount + 1;
		return fits && Number.isInteger(head.bucketsLog2) && head.bucketsLog2 >= 3 && head.bucketsLog2 <= 24
			? head
			: undefined;
	} catch {
		return undefined;
	}
};

/** The model as it will be read back: what is measured is what is stored. */
export const asStored = (model: TextModel): TextModel => {
	const read = textModelFromBytes(textModelToBytes(model));
	assert(read.ok, 'a model that was just written can be read');
	return read.value;
};
