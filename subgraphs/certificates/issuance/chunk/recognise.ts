import type { PluvoPortfolioItem } from '../../../../pluvo/types.js';
import { titleKey } from '../titleKey.js';

/** What identifies a certificate of ours in a portfolio, which names no template: its title and its date. */
export interface Appearance {
  readonly title: string;
  /** RFC 3339. */
  readonly issueDate: string;
}

/** What other issuances have to do with items that look the same. */
export interface Others {
  /** How many have such an item for this person. */
  readonly issued: number;
  /** How many may have one, or may get one. */
  readonly undecided: number;
}

/** What a portfolio says about one person. */
export type Sighting =
  | { readonly kind: 'PRESENT'; readonly portfolioItemId: string; readonly isDuplicate: boolean }
  | { readonly kind: 'ABSENT' }
  /** There are such items, and it cannot be told whose they are. */
  | { readonly kind: 'AMBIGUOUS' };

/**
 * Looks for an issuance's certificate among the items of one person. Every other issuance that issued, or may have
 * issued, something that looks the same is granted an item first.
 * @param items in which titles and dates are known
 * @param precisionMs dates that differ by less are the same: Pluvo may cut or round them
 */
export function recognise(
  items: readonly Pick<PluvoPortfolioItem, 'id' | 'title' | 'startDate'>[],
  appearance: Appearance,
  others: Others,
  precisionMs: number,
): Sighting {
  const dateMs = instantMs(appearance.issueDate);
  const titled = items
    .filter(({ title = '' }) => titleKey(title) === titleKey(appearance.title))
    .map(({ id, startDate = '' }) => ({ id, apartMs: Math.abs(instantMs(startDate) - dateMs) }));
  const alike = titled.filter(({ apartMs }) => apartMs < precisionMs);
  const [latest] = alike.slice(-1);
  if (!latest) {
    // Only what is known to be something else leaves us absent.
    const isUnreadable = titled.some(({ apartMs }) => Number.isNaN(apartMs));
    return { kind: isUnreadable ? 'AMBIGUOUS' : 'ABSENT' };
  }
  const ours = alike.length - others.issued - others.undecided;
  if (ours < 1) return { kind: 'AMBIGUOUS' };
  return { kind: 'PRESENT', portfolioItemId: latest.id, isDuplicate: ours > 1 };
}

/**
 * Whether an item of one could be taken for an item of the other: each item's date may be off by the precision, the one
 * this way and the other that way.
 */
export function couldBeTakenFor(one: Appearance, other: Appearance, precisionMs: number): boolean {
  const apartMs = Math.abs(Date.parse(one.issueDate) - Date.parse(other.issueDate));
  return titleKey(one.title) === titleKey(other.title) && apartMs < 2 * precisionMs;
}

/** NaN for what is no point in time: without an offset it would be read in whichever zone this process is. */
function instantMs(rfc3339: string): number {
  return /T.*(Z|[+-]\d\d:?\d\d)$/i.test(rfc3339) ? Date.parse(rfc3339) : NaN;
}
