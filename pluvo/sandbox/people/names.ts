/** Names for generated people: plain letters only, because e-mail addresses are made from them. */
export const firstNames = [
  ...['Adam', 'Aisha', 'Anna', 'Bas', 'Carla', 'Chen', 'Daan', 'Diego', 'Elena', 'Emma', 'Fatima'],
  ...['Femke', 'Hugo', 'Ines', 'Ivan', 'Jan', 'Julia', 'Kees', 'Laila', 'Lars', 'Lucas', 'Maria'],
  ...[
    'Mehmet',
    'Mila',
    'Nadia',
    'Noah',
    'Olga',
    'Omar',
    'Pieter',
    'Priya',
    'Rosa',
    'Sander',
    'Sara',
  ],
  ...['Sofie', 'Thomas', 'Tim', 'Vera', 'Wouter', 'Yara', 'Zoe'],
] as const;

export const lastNames = [
  ...['Bakker', 'Berg', 'Bos', 'Brouwer', 'Costa', 'Dekker', 'Demir', 'Dijkstra', 'Garcia', 'Haas'],
  ...[
    'Hendriks',
    'Ivanova',
    'Jansen',
    'Jacobs',
    'Kaya',
    'Khan',
    'Koster',
    'Kumar',
    'Lopez',
    'Maas',
  ],
  ...[
    'Meijer',
    'Mulder',
    'Nguyen',
    'Nowak',
    'Peters',
    'Prins',
    'Rossi',
    'Schmidt',
    'Silva',
    'Smit',
  ],
  ...['Smits', 'Timmer', 'Veld', 'Visser', 'Vos', 'Wang', 'Willems', 'Wolf', 'Yilmaz', 'Zijlstra'],
] as const;
