import type { HouzzOrderDocument } from '../../../sandbox/houzz/order-document.js';
import type { SalesOrderFacts } from '../documents.js';

/** Whether a sales order goes to the buyer of the order in Houzz, who each lives in a house of their own. */
export function hasSameAddress(
  { shipping_address: to }: SalesOrderFacts,
  { customerName, address }: HouzzOrderDocument,
): boolean {
  if (to === null) return false;
  return (
    to.company_name === customerName &&
    to.address1 === address.address1 &&
    to.city === address.city &&
    to.state === address.state &&
    to.zip_code === address.zip &&
    to.phone_number === (address.phone ?? '')
  );
}
