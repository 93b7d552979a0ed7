/**
 * Two people who exist in every sandbox, whatever its seed and size: active, and known by heart. Ada has several
 * portfolio items from the beginning, Grace has none.
 */
export const wellKnownPeople = [
  { name: 'Ada Lovelace', email: 'ada.lovelace@example.com' },
  { name: 'Grace Hopper', email: 'grace.hopper@example.com' },
] as const;
