/** What the shop of the demonstration sells: one SKU of TradeGecko with its price and what lies on its shelf. */
export interface Good {
  readonly sku: string;
  readonly price: string;
  readonly onHand: number;
  readonly maxOnline?: number;
  /** False for what TradeGecko does not count. */
  readonly isCounted?: boolean;
}

/** The catalogue in TradeGecko; prices are odd on purpose, so that a lost cent shows. */
export const GOODS: readonly Good[] = [
  { sku: 'CHAIR-OAK', price: '89.90', onHand: 260 },
  { sku: 'TABLE-OAK', price: '349.00', onHand: 90 },
  { sku: 'LAMP-BRASS', price: '64.37', onHand: 120 },
  { sku: 'RUG-BLUE', price: '129.99', onHand: 75 },
  { sku: 'MIRROR-ROUND', price: '78.05', onHand: 110 },
  { sku: 'CUSHION-RED', price: '19.99', onHand: 400 },
  { sku: 'SHELF-PINE', price: '45.45', onHand: 140 },
  { sku: 'CLOCK-WALL', price: '33.33', onHand: 95, maxOnline: 12 },
  { sku: 'GIFT-CARD', price: '25.00', onHand: 0, isCounted: false },
];

/** A SKU in Houzz that stands for another in TradeGecko. */
export const ALIASES: Readonly<Record<string, string>> = { 'LAMP-BRASS-HZ': 'LAMP-BRASS' };

/** A SKU in Houzz that stands for several; its price does not divide evenly by its five units. */
export const KITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'DINING-SET': { 'TABLE-OAK': 1, 'CHAIR-OAK': 4 },
};

/** Prices in Houzz of what only Houzz knows under that name. */
const CHANNEL_PRICES: Readonly<Record<string, string>> = { 'LAMP-BRASS-HZ': '66.00', 'DINING-SET': '699.99' };

/** What is listed in Houzz. */
export const LISTED_SKUS: readonly string[] = [...GOODS.map(({ sku }) => sku), ...Object.keys(CHANNEL_PRICES)];

/** How stock is shown in Houzz; few enough figures to check by head. */
export const STOCK_RULES = { buffer: 2, percentage: 90, cap: 150, untrackedQuantity: 100 } as const;

/** Carriers as TradeGecko shows them, and the methods that Houzz is told. */
export const CARRIERS = [
  { carrier: 'UPS', service: 'Ground', method: 'UPS Ground' },
  { carrier: 'FedEx', service: 'Home Delivery', method: 'FedEx Home Delivery' },
] as const;

/** The short name of the demonstration's one connection. */
export const CONNECTION_NAME = 'demo';

/** The price of one unit in Houzz. */
export function channelPrice(sku: string): string {
  return CHANNEL_PRICES[sku] ?? GOODS.find((good) => good.sku === sku)?.price ?? '10.00';
}
