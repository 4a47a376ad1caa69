import { ACCOUNTS, USERS } from '../account.js';
import { LOCATIONS } from '../locations.js';
import { CURRENCIES, PAYMENT_METHODS, PAYMENT_TERMS, PRICE_LISTS } from '../money.js';
import { ADDRESSES, COMPANIES, CONTACTS } from '../partners.js';
import type { PlainPlan } from './plain.js';
import { IMAGES, PRODUCTS } from '../products.js';
import { TAX_COMPONENTS, TAX_TYPES } from '../tax-types.js';

/** All plain resources: each is read through its list and by id, and written as its plan says. */
export const PLAIN_PLANS: readonly PlainPlan[] = [
  ADDRESSES,
  COMPANIES,
  CONTACTS,
  CURRENCIES,
  LOCATIONS,
  PAYMENT_METHODS,
  PAYMENT_TERMS,
  PRICE_LISTS,
  PRODUCTS,
  IMAGES,
  TAX_TYPES,
  TAX_COMPONENTS,
  ACCOUNTS,
  USERS,
];
