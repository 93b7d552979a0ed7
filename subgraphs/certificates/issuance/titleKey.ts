/**
 * Titles with the same key are the same to whoever reads them, however they are spaced and in whichever letters; also
 * after Pluvo has tidied one up.
 */
export function titleKey(title: string): string {
  return title.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
