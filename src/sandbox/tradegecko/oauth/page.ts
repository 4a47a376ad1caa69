/** What the consent page asks about. */
export interface ConsentQuestion {
  readonly applicationName: string;
  readonly users: readonly { readonly id: number; readonly name: string }[];
  /** What the form sends back unchanged. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** The page on which a user lets an application in; it needs no script and no style. */
export function consentPage({ applicationName, users, hidden }: ConsentQuestion): string {
  const fields = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
  );
  const options = users.map(({ id, name }) => `<option value="${id}">${escape(name)}</option>`);
  return page(
    'Authorize application',
    [
      `<p><strong>${escape(applicationName)}</strong> asks to use this account in your name.</p>`,
      '<form method="post" action="/oauth/authorize">',
      ...fields,
      `<p><label>User <select name="user_id">${options.join('')}</select></label></p>`,
      '<p><button name="decision" value="allow">Authorize</button>',
      '<button name="decision" value="deny">Deny</button></p>',
      '</form>',
    ].join('\n'),
  );
}

/** The page shown instead of a way back that nobody can trust. */
export function refusalPage(reason: string): string {
  return page('An error has occurred', `<p>${escape(reason)}</p>`);
}

function page(title: string, body: string): string {
  const head = `<meta charset="utf-8"><title>${escape(title)}</title>`;
  return `<!DOCTYPE html>\n<html lang="en"><head>${head}</head>\n<body>\n<h1>${escape(title)}</h1>\n${body}\n</body></html>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
