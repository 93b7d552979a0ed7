import { PluvoError } from '../../../../pluvo/errors.js';
import type { PluvoClient } from '../../../../pluvo/PluvoClient.js';
import type { ChangingList } from './ChangingList.js';

/** What happens to one page: it does not come, lacks entries, ends where it begins, or the list changes while it is under way. */
export type PageFault =
  | { readonly kind: 'error' | 'half' | 'endless' }
  | { readonly kind: 'slow'; readonly meanwhile: () => Promise<void> };

/** A list whose next pages come as armed, and then well. */
export class FaultyList {
  readonly #list: ChangingList;
  readonly #armed: PageFault[] = [];

  constructor(list: ChangingList) {
    this.#list = list;
  }

  arm(fault: PageFault): void {
    this.#armed.push(fault);
  }

  clear(): void {
    this.#armed.length = 0;
  }

  readonly certificates: PluvoClient['certificates'] = async (page, options) => {
    const fault = this.#armed.shift();
    if (fault?.kind === 'error') throw new PluvoError('PLUVO_UNAVAILABLE', 'Pluvo is away');
    const came = await this.#list.certificates(page, options);
    if (fault?.kind === 'slow') await fault.meanwhile();
    if (!came?.pageInfo.hasNextPage) return came;
    if (fault?.kind === 'half') return { ...came, edges: came.edges.slice(0, 25) };
    const after = 'first' in page ? page.after : undefined;
    return fault?.kind === 'endless'
      ? { ...came, edges: [], pageInfo: { ...came.pageInfo, endCursor: after ?? null } }
      : came;
  };
}
