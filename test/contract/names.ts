const IRREGULAR: Readonly<Record<string, string>> = {
  address: 'addresses',
  company: 'companies',
  currency: 'currencies',
  composition: 'composition',
};
const SINGULARS = new Map(Object.entries(IRREGULAR).map(([singular, plural]) => [plural, singular]));

/** The list under which a record of this root would stand. */
export function pluralOf(root: string): string {
  if (SINGULARS.has(root) || root.endsWith('s')) return IRREGULAR[root] ?? root;
  return IRREGULAR[root] ?? `${root}s`;
}

/** The root of a single record of a list. */
export function singularOf(plural: string): string {
  return SINGULARS.get(plural) ?? plural.replace(/s$/, '');
}
