/** The display names that a known client (CedCommerce's connector for Magento 2) offers on Ship; there may be more. */
export const SHIPPING_METHODS: readonly string[] = [
  ...['First Class', 'Parcel Post', 'Priority Mail', 'Express Mail'].map((level) => `USPS ${level}`),
  ...['Ground', '3 Day Select', '2nd Day Air', 'Next Day Air Saver', 'Next Day Air', 'Next Day Early A.M.'].map(
    (level) => `UPS ${level}`,
  ),
  ...['Ground', 'Home Delivery', 'Express Saver', '2Day', 'Standard Overnight', 'Priority Overnight'].map(
    (level) => `FedEx ${level}`,
  ),
  ...['First Overnight', 'SameDay', 'SmartPost'].map((level) => `FedEx ${level}`),
  ...['Ground', 'Sunrise', 'Sunrise Gold', 'Saturday Delivery'].map((level) => `OnTrac ${level}`),
  ...['DHL Express', 'Standard Shipping', 'Expedited Shipping', 'ABF Trucking', 'Yellow Freight', 'Old Dominion'],
  ...['Plycon Van', 'Home Direct', 'Estes Express', 'Sun Delivery', 'R+L Carriers'],
];
