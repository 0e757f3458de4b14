declare const brand: unique symbol;

/** A type that plain values do not fit: `Brand<string, 'ItemId'>` is made in one place only. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;
