/** Marks the branch that a union's closed list makes impossible; reaching it is our own mistake. */
export function assertNever(value: never): never {
  throw new Error(`A case that cannot be was reached: ${JSON.stringify(value)}.`);
}
