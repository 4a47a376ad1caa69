/** A channel SKU that stands for another in the order system, or for several with quantities (a kit). */
export interface SkuRule {
  readonly channelSku: string;
  readonly parts: readonly { readonly sku: string; readonly quantity: number }[];
}

/** How orders of one connection are imported. */
export interface OrderRules {
  /** Put before the base-36 digits of the reference, e.g. `HZ-`. */
  readonly referencePrefix: string;
  /** Three letters, ISO 4217. */
  readonly currency: string;
  /** Two letters, ISO 3166; the country of an address that names none. */
  readonly homeCountry: string;
  readonly skuRules: readonly SkuRule[];
  /** Whether the channel's tax becomes a line of the sales order; when not, totals are compared without it. */
  readonly taxLine: boolean;
  /** Whether every order waits for an operator's release before it is delivered. */
  readonly hold: boolean;
  readonly tags: readonly string[];
}
