import type { Json } from '../state.js';

/** A JSON object as it goes over the wire. */
export type JsonObject = Readonly<Record<string, Json>>;

/** What a route answers, before the headers that every answer carries. */
export interface Answer {
  readonly status: number;
  readonly body?: JsonObject;
  /** A page for people instead; empty where there is nothing to see. */
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refused call; thrown before anything is changed, so that a request is applied whole or not at all. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

/** The generic shape of an error: its type in words, and a message. */
export function genericError(status: number, type: string, message: string): Answer {
  return { status, body: { type, message } };
}

/** Refuses what is malformed. */
export function badRequest(message: string): Refusal {
  return new Refusal(genericError(400, 'Bad Request', message));
}

/** Refuses a path or a record that does not exist. */
export function notFound(message: string): Refusal {
  return new Refusal(genericError(404, 'Not Found', message));
}

/** Refuses a record, in the words of the fields that are wrong. */
export function invalid(errors: Readonly<Record<string, readonly string[]>>): Refusal {
  return new Refusal({ status: 422, body: { errors } });
}

/** Refuses an action, in a plain list of texts as failed actions are answered. */
export function refusedAction(message: string): Refusal {
  return new Refusal({ status: 422, body: { errors: [message] } });
}
