import { isFields } from './recordings.js';

type Headers = Readonly<Record<string, string>>;

/** Names what differs in the form of the headers that tell a client something. */
export function compareHeads(recorded: Headers, answered: Headers): readonly string[] {
  return [
    ...presence('x-pagination', recorded, answered),
    ...presence('link', recorded, answered),
    ...presence('location', recorded, answered),
    ...named('x-pagination', paginationForm, { recorded, answered }),
    ...named('link', linkForm, { recorded, answered }),
    ...named('location', locationForm, { recorded, answered }),
    ...named('content-type', (text) => text, { recorded, answered }),
    ...['x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset'].flatMap((name) =>
      named(name, countForm, { recorded, answered }),
    ),
  ];
}

function presence(name: string, recorded: Headers, answered: Headers): readonly string[] {
  if (name in recorded === name in answered) return [];
  return [`the header ${name} ${name in recorded ? 'is missing' : 'was not recorded'}`];
}

function named(
  name: string,
  form: (text: string) => string,
  { recorded, answered }: { readonly recorded: Headers; readonly answered: Headers },
): readonly string[] {
  const [left, right] = [recorded[name], answered[name]];
  if (left === undefined) return [];
  if (right === undefined)
    return name.startsWith('x-rate') || name === 'content-type' ? [`the header ${name} is missing`] : [];
  return form(left) === form(right) ? [] : [`the header ${name} has another form`];
}

/** Keys in their order, with what is no count: how many there are depends on the account. */
function paginationForm(text: string): string {
  const parsed: unknown = parse(text);
  if (!isFields(parsed)) return 'no JSON object';
  return Object.entries(parsed)
    .map(([key, value]) => `${key}:${/^total_/.test(key) ? typeof value : String(value)}`)
    .join();
}

function parse(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

/** Relations, paths and names of parameters; a `.json` that some links have and others have not is left aside. */
function linkForm(text: string): string {
  const links = [...text.matchAll(/<([^>]*)>;\s*rel="([a-z]+)"/g)];
  return links
    .map(([, address = '', rel = '']) => {
      const { pathname, searchParams } = new URL(address, 'http://recorded.example');
      return `${rel} ${pathname.replace(/\.json$/, '')} ${[...new Set(searchParams.keys())].sort().join()}`;
    })
    .join('; ');
}

function locationForm(text: string): string {
  return new URL(text, 'http://recorded.example').pathname.replace(/\d+/g, ':id');
}

function countForm(text: string): string {
  return /^\d+$/.test(text) ? 'count' : 'no count';
}
