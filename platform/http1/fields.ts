/** Where the line ends that begins there or earlier; the end of the text if it is the last one. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\r\n', from);
  return end === -1 ? text.length : end;
}

export function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}

/** Without the spaces around it, of which there is nearly always one. */
export function trimmed(text: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isSpace(text, from)) from += 1;
  while (to > from && isSpace(text, to - 1)) to -= 1;
  return text.slice(from, to);
}

/** @param name letters in lower case, and hyphens; the text is known to have one as long there. */
export function isNamed(text: string, start: number, name: string): boolean {
  for (let at = 0; at < name.length; at++)
    if ((text.charCodeAt(start + at) | 0x20) !== name.charCodeAt(at)) return false;
  return true;
}
