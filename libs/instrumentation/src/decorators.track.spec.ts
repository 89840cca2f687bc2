import { counter, gauge, histogram, upTo } from '@aura/metrics';
import { Registry } from 'prom-client';
import { Track } from './decorators.js';
import { callInstruments, trackCall, tracked } from './tracked.js';

const PLANS = ['free', 'paid'] as const;
const help = 'A definition of another team.';
const placed = counter({
  name: 'orders_placed_total',
  unit: 'count',
  help,
  labels: { plan: PLANS },
});
const failed = counter({
  name: 'orders_failed_total',
  unit: 'count',
  help,
  labels: { plan: PLANS, error_type: ['TimeoutError', 'other'], stage: ['pick', 'pack'] },
});
const took = histogram({
  name: 'order_duration_seconds',
  unit: 'seconds',
  help,
  labels: { plan: PLANS },
  buckets: [11],
});
const packing = gauge({
  name: 'orders_in_packing',
  unit: 'count',
  help,
  labels: { plan: PLANS },
});

interface Order {
  readonly plan: 'free' | 'paid';
  readonly failure?: Error;
}

const counting = { calls: placed, failures: failed, duration: took, inFlight: packing };
const plan = (order: Order): Order['plan'] => order.plan;
const DELIVER = Symbol('deliver');

class Shop {
  readonly registry = new Registry();

  @Track({ ...counting, labels: { plan }, registry: (self: Shop) => self.registry })
  async place(order: Order): Promise<string> {
    await Promise.resolve();
    if (order.failure !== undefined) throw order.failure;
    return order.plan;
  }

  @Track({ ...counting, labels: { plan }, registry: (self: Shop) => self.registry })
  [DELIVER](order: Order): string {
    return `${order.plan} delivered`;
  }
}

/** Series that count something, without those of durations' buckets and sums. */
async function counted(registry: Registry): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => /^[a-z].* [1-9]/.test(line) && !/_(sum|bucket)\{/.test(line));
}

const TWICE = { ...counting, labels: { plan: 'paid' } } as const;

describe('a method tracked by definitions of its own', () => {
  it('counts calls, durations and what is in flight, with labels from the arguments', async () => {
    const shop = new Shop();
    const placing = shop.place({ plan: 'paid' });
    const during = await counted(shop.registry);
    await placing;
    expect([during, await counted(shop.registry)]).toEqual([
      ['orders_in_packing{plan="paid"} 1'],
      ['orders_placed_total{plan="paid"} 1', 'order_duration_seconds_count{plan="paid"} 1'],
    ]);
  });

  it('counts a failure by type and stage, in the first stage when nobody names one', async () => {
    const shop = new Shop();
    const late = Object.freeze(new DOMException('late', 'TimeoutError'));
    const lost = Object.assign(new Error('lost'), { stage: 'pack' });
    await expect(shop.place({ plan: 'free', failure: late })).rejects.toBe(late);
    await expect(shop.place({ plan: 'free', failure: lost })).rejects.toBe(lost);
    expect(await counted(shop.registry)).toEqual([
      'orders_placed_total{plan="free"} 2',
      'orders_failed_total{plan="free",error_type="TimeoutError",stage="pick"} 1',
      'orders_failed_total{plan="free",error_type="other",stage="pack"} 1',
    ]);
  });

  it('times failures where it is asked to, and takes a stage of its own', async () => {
    const registry = new Registry();
    class Packer {
      readonly boxes = 0;

      @Track({
        failures: failed,
        duration: took,
        timesFailures: true,
        labels: { plan: 'free', stage: 'pack' },
        registry,
      })
      static pack(): never {
        throw new Error('no boxes');
      }
    }
    expect(() => Packer.pack()).toThrow('no boxes');
    expect(await counted(registry)).toEqual([
      'orders_failed_total{plan="free",error_type="other",stage="pack"} 1',
      'order_duration_seconds_count{plan="free"} 1',
    ]);
  });

  it('may be named by a symbol', async () => {
    const shop = new Shop();
    expect([shop[DELIVER]({ plan: 'free' }), shop[DELIVER].name]).toEqual([
      'free delivered',
      '[deliver]',
    ]);
    expect(await counted(shop.registry)).toContain('orders_placed_total{plan="free"} 1');
  });

  it('counts again in a registry that was cleared', async () => {
    const shop = new Shop();
    await shop.place({ plan: 'paid' });
    shop.registry.clear();
    await shop.place({ plan: 'paid' });
    expect(await counted(shop.registry)).toContain('orders_placed_total{plan="paid"} 1');
  });

  it('counts an override once, and twice only where both are decorated', async () => {
    class Plain extends Shop {
      override place(order: Order): Promise<string> {
        return super.place(order);
      }
    }
    class Tracked extends Shop {
      @Track({ ...TWICE, registry: (self: Tracked) => self.registry })
      override place(order: Order): Promise<string> {
        return super.place(order);
      }
    }
    const shops = [new Plain(), new Tracked()];
    for (const shop of shops) await shop.place({ plan: 'paid' });
    const lines = await Promise.all(shops.map(async (shop) => (await counted(shop.registry))[0]));
    expect(lines).toEqual([
      'orders_placed_total{plan="paid"} 1',
      'orders_placed_total{plan="paid"} 2',
    ]);
  });

  it('can be replaced, as any method', async () => {
    const shop = new Shop();
    const spy = jest.spyOn(shop, 'place').mockResolvedValue('replaced');
    expect(await shop.place({ plan: 'paid' })).toBe('replaced');
    spy.mockRestore();
    expect([await shop.place({ plan: 'paid' }), await counted(shop.registry)]).toEqual([
      'paid',
      ['orders_placed_total{plan="paid"} 1', 'order_duration_seconds_count{plan="paid"} 1'],
    ]);
  });

  it('drops a call whose label nobody knows, with a warning, and does its work', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const registry = new Registry();
    // What JavaScript can do to a selector, where no compiler looks.
    const forgetful = (order: Order) => Reflect.get(order, 'tariff') as Order['plan'];
    const place = tracked({ calls: placed, labels: { plan: forgetful }, registry }, plan);
    expect([place({ plan: 'paid' }), place({ plan: 'free' })]).toEqual(['paid', 'free']);
    expect([await counted(registry), warn.mock.calls.length]).toEqual([[], 1]);
  });

  it('counts every set of labels right, also those that come when it remembers no more', async () => {
    const registry = new Registry();
    const visits = counter({
      name: 'shop_visits_total',
      unit: 'count',
      help,
      labels: { shop: upTo(3_000, 'the shops of this spec') },
    });
    const visit = tracked(
      { calls: visits, labels: { shop: (id: number) => `s${id}` }, registry },
      (id: number) => id,
    );
    for (let id = 0; id < 1_300; id += 1) visit(id % 1_111);
    const lines = (await counted(registry)).map((line) => line.split(' ')[1]);
    expect([lines.length, lines.filter((times) => times === '2').length]).toEqual([1_111, 189]);
  });
});

describe('what cannot be tracked', () => {
  const decorate = Track({ calls: placed, labels: { plan: 'free' } }) as unknown as (
    ...args: readonly unknown[]
  ) => void;

  it('is refused where it is decorated, with the way out', () => {
    expect(() => decorate(Shop.prototype, 'sum', { get: () => 11 })).toThrow(
      'cannot track sum: it is a getter, a setter or a property; decorate a method',
    );
    expect(() => decorate(Shop.prototype, 'sum', undefined)).toThrow('cannot track sum');
    expect(() => decorate(() => 11, { kind: 'method', name: 'sum' })).toThrow(
      'experimentalDecorators',
    );
  });
});

describe('the plain forms', () => {
  it('count the calls of a function as its decorator would', async () => {
    const registry = new Registry();
    const place = tracked({ ...counting, labels: { plan }, registry }, function place(o: Order) {
      return o.plan;
    });
    expect([place({ plan: 'free' }), place.name]).toEqual(['free', 'place']);
    expect(await counted(registry)).toContain('orders_placed_total{plan="free"} 1');
  });

  it('count one call where it stands', async () => {
    const registry = new Registry();
    const orders = callInstruments(registry, counting);
    expect(await trackCall(orders, { plan: 'paid' }, () => Promise.resolve(13))).toBe(13);
    expect(await counted(registry)).toEqual([
      'orders_placed_total{plan="paid"} 1',
      'order_duration_seconds_count{plan="paid"} 1',
    ]);
  });
});
