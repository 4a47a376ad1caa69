import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** A page that operators or contributors read. */
export interface Page {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** One fenced block of a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** One thing that a page says in code, and where. */
export interface Said {
  readonly where: string;
  readonly text: string;
}

/** A path of the project as an address. */
export const addressOf = (path: string): URL => new URL(path, ROOT);

/** Every page there is: those at the root, and docs. */
export function readPages(): readonly Page[] {
  const atRoot = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  const docs = readdirSync(addressOf('docs')).filter((name) => name.endsWith('.md'));
  return [...atRoot, ...docs.map((name) => `docs/${name}`)].map((path) => ({
    path,
    text: readFileSync(addressOf(path), 'utf8'),
  }));
}

const FENCED = /^( *)```(\w*)[^\n]*\n(.*?)^\1```$/gms;

/** The fenced blocks of a page, in its order. */
export function blocksOf({ text }: Page): readonly Block[] {
  return [...text.matchAll(FENCED)].map(({ 1: indent = '', 2: language = '', 3: body = '', index }) => ({
    language,
    text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    line: lineAt(text, index) + 1,
  }));
}

/** The page without its fenced blocks; lines keep their numbers. */
function proseOf({ text }: Page): string {
  return text.replaceAll(FENCED, (block) => block.replaceAll(/[^\n]/g, ''));
}

/** What stands in code within sentences, on one line each. */
export function inlineCodeOf(page: Page): readonly Said[] {
  const prose = proseOf(page);
  return [...prose.matchAll(/(?<!`)`([^`]+?)`(?!`)/g)].map(({ 1: code = '', index }) => ({
    where: `${page.path}:${lineAt(prose, index)}`,
    // A table needs its bars escaped, even within code.
    text: code.replaceAll(/\s+/g, ' ').replaceAll('\\|', '|'),
  }));
}

/** What stands in the page's shell blocks, one command each; its comments are left out. */
export function shellCommandsOf(page: Page): readonly Said[] {
  return blocksOf(page).flatMap(({ language, text, line }) => {
    const isShell = language === 'sh';
    return text
      .replaceAll('\\\n', '  ')
      .split('\n')
      .flatMap((each, index) => {
        const typed = isShell ? each : (/^(?:\$ | {2}(?=(?:eval "\$\()?orderbridge ))(.*)$/.exec(each)?.[1] ?? '');
        return typed.trim() === '' || typed.includes('[options]')
          ? []
          : [{ where: `${page.path}:${line + index}`, text: typed.trim() }];
      });
  });
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: Page): readonly string[] {
  return [...proseOf(page).matchAll(/^#{1,6} (.+)$/gm)].map(({ 1: heading = '' }) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The targets of a page's links and images. */
export function linksOf(page: Page): readonly Said[] {
  const prose = proseOf(page);
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(({ 1: target = '', index }) => ({
    where: `${page.path}:${lineAt(prose, index)}`,
    text: target,
  }));
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
