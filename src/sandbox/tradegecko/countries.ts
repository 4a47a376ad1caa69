const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');

let codes: ReadonlyMap<string, string> | undefined;

/** The codes of all countries by their English names, in small letters. */
function codesByName(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const found = new Map<string, string>();
  for (const code of LETTERS.flatMap((first) => LETTERS.map((second) => first + second))) {
    const name = names.of(code);
    // A code that was given up stands for the country that came after it.
    const current = new Intl.Locale(`und-${code}`).region;
    if (name !== undefined && current === code) found.set(name.toLowerCase(), code);
  }
  return found;
}

/** The two-letter code of a country in free text: a code already, or a name; null where it is neither. */
export function codeOfCountry(country: string): string | null {
  const text = country.trim();
  if (/^[A-Za-z]{2}$/.test(text)) return text.toUpperCase();
  codes ??= codesByName();
  return codes.get(text.toLowerCase()) ?? null;
}
