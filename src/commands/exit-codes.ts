/** What the command line ends with; scripts may rely on it. */
export const EXIT = {
  fine: 0,
  needsPerson: 1,
  usage: 2,
  unreachable: 3,
  notFound: 4,
  undecided: 5,
  ourFault: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, as the help shows it. */
export const EXIT_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [EXIT.fine, 'fine'],
  [EXIT.needsPerson, 'the command ran and found something that needs a person'],
  [EXIT.usage, 'the command line or the configuration cannot be used'],
  [EXIT.unreachable, 'Temporal, Houzz or TradeGecko could not be reached'],
  [EXIT.notFound, 'there is no such order or nothing was started'],
  [EXIT.undecided, 'the time to wait was over before the outcome was known'],
  [EXIT.ourFault, 'a mistake in this program'],
];
