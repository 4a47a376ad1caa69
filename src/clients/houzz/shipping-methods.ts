import type { NonEmpty } from '../../domain/non-empty.js';
import type { Shipment } from '../../domain/shipment.js';

/** One row of the account's table: parcels of this carrier (and service, where given) ship by this method of Houzz. */
interface MethodRule {
  readonly carrier: string;
  /** Null or absent: any service. */
  readonly service?: string | null;
  readonly method: string;
}

/** How parcels become one of Houzz's shipping methods. */
export interface ShippingRules {
  readonly methods: readonly MethodRule[];
  /** What happens to a carrier that neither the table nor Houzz's own list knows. */
  readonly unmapped: 'pass-through' | 'ask';
  /** Used instead of both when given. */
  readonly defaultMethod?: string;
}

/** The display names that Houzz's order screen offers; whether its server takes others is unknown. */
export const HOUZZ_METHODS = [
  'USPS First Class',
  'USPS Parcel Post',
  'USPS Priority Mail',
  'USPS Express Mail',
  'UPS Ground',
  'UPS 3 Day Select',
  'UPS 2nd Day Air',
  'UPS Next Day Air Saver',
  'UPS Next Day Air',
  'UPS Next Day Early A.M.',
  'FedEx Ground',
  'FedEx Home Delivery',
  'FedEx Express Saver',
  'FedEx 2Day',
  'FedEx Standard Overnight',
  'FedEx Priority Overnight',
  'FedEx First Overnight',
  'FedEx SameDay',
  'FedEx SmartPost',
  'OnTrac Ground',
  'OnTrac Sunrise',
  'OnTrac Sunrise Gold',
  'OnTrac Saturday Delivery',
  'DHL Express',
  'Standard Shipping',
  'Expedited Shipping',
  'ABF Trucking',
  'Yellow Freight',
  'Old Dominion',
  'Plycon Van',
  'Home Direct',
  'Estes Express',
  'Sun Delivery',
  'R+L Carriers',
] as const;

/** The method for a whole order; undefined when a person has to say. Mixed carriers use the first parcel's. */
export function shippingMethodOf(shipments: NonEmpty<Shipment>, rules: ShippingRules): string | undefined {
  const { carrier, service } = shipments.find((shipment) => shipment.carrier.trim() !== '') ?? shipments[0];
  const spoken = `${carrier} ${service}`.trim();
  const known = ruleFor(carrier, service, rules.methods) ?? ownName(spoken) ?? ownName(service) ?? ownName(carrier);
  if (known !== undefined) return known;
  if (rules.defaultMethod !== undefined) return rules.defaultMethod;
  return rules.unmapped === 'pass-through' && spoken !== '' ? spoken : undefined;
}

/** A row that names the service wins over one for all services of the carrier. */
function ruleFor(carrier: string, service: string, rules: readonly MethodRule[]): string | undefined {
  const ofCarrier = rules.filter((rule) => isSame(rule.carrier, carrier));
  const exact = ofCarrier.find((rule) => typeof rule.service === 'string' && isSame(rule.service, service));
  return (exact ?? ofCarrier.find((rule) => (rule.service ?? null) === null))?.method;
}

function ownName(text: string): string | undefined {
  return HOUZZ_METHODS.find((method) => isSame(method, text));
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** All tracking numbers of an order, comma-joined as the one field of Houzz takes them. */
export function trackingNumbersOf(shipments: readonly Shipment[]): string {
  const numbers = shipments.map((shipment) => shipment.trackingNumber.trim()).filter((number) => number !== '');
  return [...new Set(numbers)].join(',');
}
