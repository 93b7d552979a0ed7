/** The envelope of a value, as JSON. */
export const valueKey = (key: string) => `value:${key}`;
/** The token of whoever has leave to fetch it. */
export const leaseKey = (key: string) => `lease:${key}`;
/** The current generation of a tag. */
export const generationKey = (tag: string) => `generation:${tag}`;
