import { problem } from '@aura/service';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { PushStore } from '../groups/store.js';
import type { Answer } from '../adding/adder.js';
import { Budgets } from '../adding/budgets.js';
import { pieceOf } from '../paged.js';
import { Producers } from '../adding/producers.js';
import {
  groupsSeen,
  inOrder,
  ORDERS,
  producersSeen,
  type GroupSeen,
  type Order,
  type ProducerSeen,
} from './pushers.js';

type Asked = Readonly<Record<string, unknown>>;

/** Who pushes, and who has fallen silent. */
@Controller('v1')
export class PushersController {
  constructor(
    @Inject(Producers) private readonly known: Producers<Answer>,
    @Inject(Budgets) private readonly budgets: Budgets,
    @Inject(PushStore) private readonly store: PushStore,
  ) {}

  @Get('producers')
  producers(@Query() query: Asked): { total: number; producers: readonly ProducerSeen[] } {
    const order = orderOf(query);
    const all = producersSeen(this.known.saved(), this.budgets, Date.now() / 1000);
    return { total: all.length, producers: pieceOf(inOrder(all, order), query) };
  }

  @Get('groups')
  groups(@Query() query: Asked): { total: number; groups: readonly GroupSeen[] } {
    const order = orderOf(query);
    const all = groupsSeen(this.store.glimpses(), Date.now() / 1000);
    return { total: all.length, groups: pieceOf(inOrder(all, order), query) };
  }
}

function orderOf({ order = 'newest' }: Asked): Order {
  const found = ORDERS.find((one) => one === order);
  if (found !== undefined) return found;
  const error = `order is ${JSON.stringify(order)}`;
  throw problem({ status: 400, error, advice: `Write one of ${ORDERS.join(', ')}.` });
}
