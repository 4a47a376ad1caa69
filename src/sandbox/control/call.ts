/** Tells whether a value is the answer that a control call expects. */
export type IsAnswer<T> = (value: unknown) => value is T;

/** One call of the control API, with the check of what it answers. */
interface ControlCall<T> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/_sandbox`, each part encoded. */
  readonly path: string;
  readonly body?: unknown;
  readonly isAnswer: IsAnswer<T>;
}

/** Makes control calls to one sandbox. */
export type CallControl = <T>(call: ControlCall<T>) => Promise<T>;

const ANSWER_WITHIN_MS = 30_000;

/** Makes the function that calls the control API at a base URL; it throws what was refused, and why. */
export function createControlCall(baseUrl: string): CallControl {
  const root = `${baseUrl.replace(/\/+$/, '')}/_sandbox`;
  return async <T>({ method = 'GET', path, body, isAnswer }: ControlCall<T>): Promise<T> => {
    const response = await fetch(`${root}${path}`, {
      method,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${reasonIn(answer)}`);
    if (isAnswer(answer)) return answer;
    throw new Error(`The sandbox answered ${method} ${path} with something else than expected.`);
  };
}

/** The answer is an object that has these members; their insides are this program's own and not looked at again. */
export function hasMembers<T extends object>(...names: readonly (keyof T & string)[]): IsAnswer<T> {
  return (value): value is T =>
    typeof value === 'object' && value !== null && names.every((name) => Object.hasOwn(value, name));
}

function reasonIn(answer: unknown): string {
  return hasMembers<{ error: unknown }>('error')(answer) ? String(answer.error) : 'no reason given';
}
