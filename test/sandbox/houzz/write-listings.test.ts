import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LedgerEffect } from '../../../src/sandbox/ledger.js';
import { DEMO_HOUZZ_CREDENTIALS } from '../../../src/sandbox/sandbox.js';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { read, recordOf, updateInventory, write, type Answer } from './houzz-api.js';

const PACKAGE = '<Package><Width>10</Width><Height>12.5</Height><Depth>8</Depth><Weight>4</Weight></Package>';
const OPTION = (country: string, type: string): string =>
  `<ShippingOption><Country>${country}</Country><Type>${type}</Type><Price>9.95</Price></ShippingOption>`;
const IMAGES = (count: number): string =>
  `<Images>${Array.from({ length: count }, (_, index) => `<ImageLink>https://img.example/${index}.jpg</ImageLink>`).join('')}</Images>`;

/** Every field that is known to be sent, invented. */
const WHOLE = `<SKU>LAMP-9</SKU><Title>Demo &amp; lamp</Title><Description><![CDATA[<p>Bright</p>]]></Description>
  <UPC>012345678905</UPC><CategoryId>10007</CategoryId><Price>25</Price><MSRP>30.5</MSRP><Currency>USD</Currency>
  <Manufacturer>Example Works</Manufacturer><Quantity>4</Quantity><MinimumOrderQuantity>1</MinimumOrderQuantity>
  <AssemblyRequired>No</AssemblyRequired><Prop65Disclosure>Yes</Prop65Disclosure>
  <Prop65WarningType>ShortForm</Prop65WarningType><Keywords>lamp,demo</Keywords>${IMAGES(2)}
  <ProductSpec><Width>10</Width><Height>12.5</Height><Depth>8</Depth><Weight>4</Weight>
    <DimensionsUnit>IN</DimensionsUnit><WeightUnit>LB</WeightUnit></ProductSpec>
  <ShippingDetails><Packages>${PACKAGE}${PACKAGE}</Packages><PackageDimensionsUnit>IN</PackageDimensionsUnit>
    <PackageWeightUnit>LB</PackageWeightUnit>
    <ShippingOptions>${OPTION('US', 'Standard')}${OPTION('US_OTHER', 'Expedited')}${OPTION('CA', 'Standard')}</ShippingOptions>
    <LeadTimeMin>2</LeadTimeMin><LeadTimeMax>5</LeadTimeMax><FreightItem>No</FreightItem></ShippingDetails>
  <Parentage>Child</Parentage><ParentSKU>LAMP</ParentSKU><RelationshipType>Variation</RelationshipType>
  <VariationTheme>Color,Size</VariationTheme>
  <ProductAttributes><Attribute><Type>Color</Type><Value>Red</Value></Attribute></ProductAttributes>`;

function add(open: OpenSandbox, listing: string): Promise<Answer> {
  const body = `<AddListingRequest><Listing>${listing}</Listing></AddListingRequest>`;
  return write(open.sandbox.houzzUrl, 'addListing', body);
}

function update(open: OpenSandbox, listing: string): Promise<Answer> {
  const body = `<UpdateListingRequest><Listing>${listing}</Listing></UpdateListingRequest>`;
  return write(open.sandbox.houzzUrl, 'updateListing', body);
}

async function shown(open: OpenSandbox, SKU = 'LAMP-9'): Promise<Readonly<Record<string, unknown>>> {
  return recordOf((await read(open.sandbox.houzzUrl, 'getListing', { SKU })).json['Listing']);
}

async function effects(open: OpenSandbox): Promise<LedgerEffect[]> {
  return (await open.control.ledger()).filter((entry) => entry.kind === 'effect');
}

describe('addListing', () => {
  const open = openSandboxForEach();

  it('H6.7 H11.6 H11.11 makes a listing that getListing shows by the fields that clients read', async () => {
    const answer = await add(open, WHOLE);

    const { ProductId, ...listing } = await shown(open);
    assert.equal(answer.json['Ack'], 'Success');
    assert.match(String(ProductId), /^\d+$/);
    assert.deepEqual(listing, {
      SKU: 'LAMP-9',
      Status: 'New',
      Title: 'Demo & lamp',
      Description: '<p>Bright</p>',
      Keywords: 'lamp,demo',
      Quantity: '4',
      Price: '25.00',
      MSRP: '30.50',
      ShippingDetails: { LeadTimeMin: '2', LeadTimeMax: '5' },
    });
  });

  it('H11.12 H11.14 H11.15 H11.16 H11.17 H11.19 keeps every field, which getListing shows by the switch', async () => {
    await open.control.turnSwitches({ 'houzz.get-listing-shows': 'every-field' });
    await add(open, WHOLE);

    const listing = await shown(open);

    const size = { Width: '10', Height: '12.5', Depth: '8', Weight: '4' };
    const option = (Country: string, Type: string) => ({ Country, Type, Price: '9.95' });
    const { SKU, Status, Title, ProductId, Quantity, Price, MSRP, ...written } = listing;
    assert.ok([SKU, Status, Title, ProductId, Quantity, Price, MSRP].every((value) => typeof value === 'string'));
    assert.deepEqual(written, {
      Description: '<p>Bright</p>',
      UPC: '012345678905',
      CategoryId: '10007',
      Currency: 'USD',
      Manufacturer: 'Example Works',
      MinimumOrderQuantity: '1',
      AssemblyRequired: 'No',
      Prop65Disclosure: 'Yes',
      Prop65WarningType: 'ShortForm',
      Keywords: 'lamp,demo',
      Images: ['https://img.example/0.jpg', 'https://img.example/1.jpg'],
      ProductSpec: { ...size, DimensionsUnit: 'IN', WeightUnit: 'LB' },
      ShippingDetails: {
        Packages: [size, size],
        PackageDimensionsUnit: 'IN',
        PackageWeightUnit: 'LB',
        ShippingOptions: [option('US', 'Standard'), option('US_OTHER', 'Expedited'), option('CA', 'Standard')],
        FreightItem: 'No',
        LeadTimeMin: '2',
        LeadTimeMax: '5',
      },
      Parentage: 'Child',
      ParentSKU: 'LAMP',
      RelationshipType: 'Variation',
      VariationTheme: 'Color,Size',
      ProductAttributes: [{ Type: 'Color', Value: 'Red' }],
    });
  });

  it('H11.14 H11.16 H11.17 has the children of its lists named in XML as they were written', async () => {
    await open.control.turnSwitches({ 'houzz.get-listing-shows': 'every-field' });
    await add(open, WHOLE);

    const { text } = await read(open.sandbox.houzzUrl, 'getListing', { SKU: 'LAMP-9', format: 'xml' });

    assert.match(text, /<Images><ImageLink>[^<]+<\/ImageLink><ImageLink>/);
    assert.match(text, /<Packages><Package><Width>10<\/Width>/);
    assert.match(text, /<ShippingOptions><ShippingOption><Country>US<\/Country>/);
    assert.match(text, /<ProductAttributes><Attribute><Type>Color<\/Type>/);
  });

  it('tells the ledger that it was added, by the names of its fields', async () => {
    await add(open, '<SKU>A</SKU><Title>Demo</Title><Quantity>2</Quantity>');

    assert.deepEqual(
      (await effects(open)).map(({ by, effect, subject, details }) => [by, effect, subject, details]),
      [
        ['call', 'listing.added', 'A', { fields: ['SKU', 'Title', 'Quantity'] }],
        ['call', 'stock.set', 'A', { quantity: 2, previous: 0 }],
      ],
    );
  });

  it('H11.20 refuses a SKU that is listed, or updates it by the switch', async () => {
    await open.control.houzz.putListing('A', { quantity: 1, title: 'Old' });
    const refused = await add(open, '<SKU>A</SKU><Title>New</Title>');
    await open.control.turnSwitches({ 'houzz.add-existing-listing': 'updated' });

    const updated = await add(open, '<SKU>A</SKU><Title>New</Title>');

    assert.deepEqual([refused.json['Ack'], updated.json['Ack']], ['Error', 'Success']);
    const { Title, Quantity } = await shown(open, 'A');
    assert.deepEqual([Title, Quantity], ['New', '1']);
  });

  it('H11.9 H11.21 makes it New, or Active by the switch, and each of the five statuses can be set', async () => {
    await add(open, '<SKU>A</SKU>');
    await open.control.turnSwitches({ 'houzz.added-listing-status': 'Active' });
    await add(open, '<SKU>B</SKU>');
    const first = [(await shown(open, 'A'))['Status'], (await shown(open, 'B'))['Status']];
    const set: unknown[] = [];

    for (const Status of ['Active', 'Inactive', 'New', 'Rejected', 'Deleted']) {
      await updateInventory(open.sandbox.houzzUrl, { SKU: 'A', Action: 'update', Status });
      set.push((await shown(open, 'A'))['Status']);
    }

    assert.deepEqual(first, ['New', 'Active']);
    assert.deepEqual(set, ['Active', 'Inactive', 'New', 'Rejected', 'Deleted']);
  });

  it('H11.22 passes over fields that no client is known to send, or refuses them by the switch', async () => {
    const odd = '<SKU>A</SKU><Colour>red</Colour><__proto__>x</__proto__>';
    const ignored = await add(open, odd);
    await open.control.turnSwitches({ 'houzz.unknown-listing-fields': 'refused' });

    const refused = await add(open, odd.replace('>A<', '>B<'));

    assert.deepEqual([ignored.json['Ack'], refused.json['Ack']], ['Success', 'Error']);
    assert.match(refused.text, /Colour is not known/);
  });

  it('H11.14 H11.18 takes five images, and a sixth unless the switch limits them', async () => {
    const acks: unknown[] = [];
    for (const [sku, limit, count] of [
      ['A', 'none', 6],
      ['B', '5', 5],
      ['C', '5', 6],
    ] as const) {
      await open.control.turnSwitches({ 'houzz.image-limit': limit });
      acks.push((await add(open, `<SKU>${sku}</SKU>${IMAGES(count)}`)).json['Ack']);
    }

    assert.deepEqual(acks, ['Success', 'Success', 'Error']);
  });

  for (const [what, listing] of [
    ['a category that is no number of five digits', '<SKU>A</SKU><CategoryId>107</CategoryId>'],
    ['an unknown word', '<SKU>A</SKU><Prop65WarningType>Medium</Prop65WarningType>'],
    ['an unknown unit', '<SKU>A</SKU><ProductSpec><WeightUnit>ST</WeightUnit></ProductSpec>'],
    [
      'an unknown country',
      `<SKU>A</SKU><ShippingDetails><ShippingOptions>${OPTION('DE', 'Standard')}</ShippingOptions></ShippingDetails>`,
    ],
    ['an unknown place among variations', '<SKU>A</SKU><Parentage>Cousin</Parentage>'],
    ['a price that is none', '<SKU>A</SKU><Price>-1</Price>'],
    ['no SKU', '<Title>Demo</Title>'],
    ['a second Listing', '<SKU>A</SKU></Listing><Listing><SKU>B</SKU>'],
  ] as const) {
    it(`H11.11 H11.12 H11.13 H11.15 H11.16 H11.17 refuses ${what} and lists nothing`, async () => {
      const answer = await add(open, listing);

      assert.equal(answer.json['Ack'], 'Error');
      assert.deepEqual(await open.control.houzz.listings(), []);
    });
  }
});

describe('updateListing', () => {
  const open = openSandboxForEach();

  it('H6.8 H11.10 changes the lead times alone when it names nothing else', async () => {
    await open.control.turnSwitches({ 'houzz.get-listing-shows': 'every-field' });
    await add(open, WHOLE);
    const before = await shown(open);

    const lead = '<ShippingDetails><LeadTimeMin>3</LeadTimeMin><LeadTimeMax>9</LeadTimeMax></ShippingDetails>';
    const answer = await update(open, `<SKU>LAMP-9</SKU>${lead}`);

    const details = { ...recordOf(before['ShippingDetails']), LeadTimeMin: '3', LeadTimeMax: '9' };
    assert.equal(answer.json['Ack'], 'Success');
    assert.deepEqual(await shown(open), { ...before, ShippingDetails: details });
  });

  it('H11.10 replaces a list by the list it names, and leaves the stock alone', async () => {
    await open.control.turnSwitches({ 'houzz.get-listing-shows': 'every-field' });
    await add(open, WHOLE);

    await update(open, `<SKU>lamp-9</SKU>${IMAGES(1)}`);

    const { Images, Quantity } = await shown(open);
    assert.deepEqual([Images, Quantity], [['https://img.example/0.jpg'], '4']);
    assert.equal((await effects(open)).at(-1)?.effect, 'listing.set');
  });

  it('H10.10 refuses an unknown SKU, or ignores it by the switch', async () => {
    const refused = await update(open, '<SKU>NONE</SKU><Title>x</Title>');
    await open.control.turnSwitches({ 'houzz.update-of-unknown-sku': 'ignored' });

    const ignored = await update(open, '<SKU>NONE</SKU><Title>x</Title>');

    assert.deepEqual([refused.json['Ack'], ignored.json['Ack']], ['Error', 'Success']);
    assert.deepEqual(await open.control.houzz.listings(), []);
  });
});

describe('the listing of a vendor', () => {
  const open = openSandboxForEach({ houzz: { ...DEMO_HOUZZ_CREDENTIALS, accountType: 'vendor' } });

  it('H11.7 shows Cost where a seller has Price', async () => {
    await open.control.houzz.putListing('LAMP-9', { price: '25.00' });

    const listing = await shown(open);

    assert.deepEqual([listing['Cost'], 'Price' in listing], ['25.00', false]);
  });
});
