/** What JSON must escape; halves of surrogate pairs count, since a lone one cannot be sent as it is. */
const special = /[^\u0020-\u0021\u0023-\u005b\u005d-\ud7ff\ue000-\uffff]/;

/** A text as JSON. Most need no escapes, and looking is cheaper than JSON.stringify. */
export function jsonText(text: string): string {
  return special.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Whether no string of a JSON text holds anything that JSON escapes: then a backslash would be somewhere. */
export function isPlain(json: string): boolean {
  return !json.includes('\\');
}
