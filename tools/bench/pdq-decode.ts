import type { Picture } from '@utu/core/intake/pdq.ts';
import sharp from 'sharp';

/** All pixels of a picture file as libvips decodes it: sRGB, no transparency, no resize. */
export const decodePicture = async (file: string): Promise<Picture> => {
	const { data, info } = await sharp(file)
		.removeAlpha()
		.toColourspace('srgb')
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { width: info.width, height: info.height, rgb: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
};
