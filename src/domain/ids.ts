/** A string that only its maker may produce, so that two kinds of id cannot be mixed up. */
type Brand<Name extends string> = string & { readonly __brand: Name };

/** Short name of one Houzz account joined to one TradeGecko account, e.g. `main`. */
export type ConnectionId = Brand<'ConnectionId'>;
/** The order's id in the channel, in full. */
export type ChannelOrderId = Brand<'ChannelOrderId'>;
/** The short, reversible form of a channel order's id. */
export type OrderReference = Brand<'OrderReference'>;
/** The order's id in the order system. */
export type SalesOrderId = Brand<'SalesOrderId'>;
/** The id of one sellable item in the order system. */
export type ItemId = Brand<'ItemId'>;
/** The id of one shipment in the order system. */
export type ShipmentId = Brand<'ShipmentId'>;

/** Connection ids stand in workflow ids, task queues and file keys: letters, digits and single hyphens, at most 32. */
export const CONNECTION_ID_PATTERN = /^(?=.{1,32}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Makes a connection id; throws a RangeError that names the rule when the text breaks it. */
export function connectionId(text: string): ConnectionId {
  if (!CONNECTION_ID_PATTERN.test(text)) {
    throw new RangeError(
      `"${text}" is no connection id: use lower-case letters, digits and single hyphens, at most 32 characters.`,
    );
  }
  return text as ConnectionId;
}

export const channelOrderId = (text: string): ChannelOrderId => text as ChannelOrderId;
export const orderReference = (text: string): OrderReference => text as OrderReference;
export const salesOrderId = (text: string): SalesOrderId => text as SalesOrderId;
export const itemId = (text: string): ItemId => text as ItemId;
export const shipmentId = (text: string): ShipmentId => text as ShipmentId;
