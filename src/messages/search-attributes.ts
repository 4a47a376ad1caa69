import { defineSearchAttributeKey } from '@temporalio/common';

/** All of type Keyword: the development server allows ten of them. Never personal data. */
export const connectionKey = defineSearchAttributeKey('Connection', 'KEYWORD');
export const channelOrderIdKey = defineSearchAttributeKey('ChannelOrderId', 'KEYWORD');
export const salesOrderReferenceKey = defineSearchAttributeKey('SalesOrderReference', 'KEYWORD');
export const salesOrderIdKey = defineSearchAttributeKey('SalesOrderId', 'KEYWORD');
export const orderStageKey = defineSearchAttributeKey('OrderStage', 'KEYWORD');
export const attentionReasonKey = defineSearchAttributeKey('AttentionReason', 'KEYWORD');
export const channelStatusKey = defineSearchAttributeKey('ChannelStatus', 'KEYWORD');

/** Everything that a namespace must know before the first start. */
export const SEARCH_ATTRIBUTE_NAMES: readonly string[] = [
  connectionKey,
  channelOrderIdKey,
  salesOrderReferenceKey,
  salesOrderIdKey,
  orderStageKey,
  attentionReasonKey,
  channelStatusKey,
].map((key) => key.name);
