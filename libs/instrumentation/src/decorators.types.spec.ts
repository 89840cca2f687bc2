import { counter, gauge, histogram, upTo } from '@aura/metrics';
import { Registry } from 'prom-client';
import { Track } from './decorators.js';
import { callInstruments, trackCall, tracked } from './tracked.js';

/* Each marked line must fail to compile; tsc reports a marker that stands over a line which compiles. */
interface Order {
  readonly plan: 'free' | 'paid';
  readonly shop: string;
  readonly parcels: number;
}

const PLANS = ['free', 'paid'] as const;
const help = 'A definition of another team.';
const placed = counter({
  name: 'orders_placed_total',
  unit: 'count',
  help,
  labels: { plan: PLANS, shop: upTo(7, 'the shops of this spec') },
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
  buckets: [1, 11],
});
const packing = gauge({ name: 'orders_in_packing', unit: 'count', help, labels: {} });
const total = { name: 'orders_lost_total', unit: 'count', help } as const;
const unforeseen = counter({ ...total, labels: { error_type: ['TimeoutError'] } });
const unbounded = counter({ ...total, labels: { error_type: upTo(9, 'texts of errors') } });
const somewhere = counter({ ...total, labels: { stage: upTo(9, 'stages of anybody') } });
const weighed = histogram({ name: 'order_bytes', unit: 'bytes', help, labels: {}, buckets: [13] });
const golden = histogram({
  name: 'golden_order_seconds',
  unit: 'seconds',
  help,
  labels: { plan: ['gold'] },
  buckets: [12],
});

const plan = (order: Order): Order['plan'] => order.plan;
const shop = (order: Order): string => order.shop;

/** All of these compile. */
class Shop {
  readonly registry = new Registry();

  @Track({
    calls: placed,
    failures: failed,
    duration: took,
    inFlight: packing,
    labels: {
      plan: (order: Pick<Order, 'plan'>) => order.plan,
      shop: (_: unknown, id: string) => id,
    },
    registry: (self: Shop) => self.registry,
  })
  place(order: Order, id: string): string {
    return order.plan + id;
  }

  @Track({ failures: failed, labels: { plan: 'free', stage: 'pack' } })
  static pack<T>(parcel: T): T {
    return parcel;
  }

  @Track({ inFlight: packing })
  count(): number {
    return 11;
  }
}

class MisledShop {
  // @ts-expect-error two definitions have labels, and nobody gives them
  @Track({ calls: placed, duration: took })
  noLabels(order: Order): Order {
    return order;
  }

  // @ts-expect-error the label shop is missing
  @Track({ calls: placed, labels: { plan } })
  missingLabel(order: Order): Order {
    return order;
  }

  // @ts-expect-error silver is not in the domain of plan
  @Track({ calls: placed, labels: { plan: 'silver', shop } })
  wrongValue(order: Order): Order {
    return order;
  }

  // @ts-expect-error a number is no value of plan
  @Track({ calls: placed, labels: { plan: (order: Order) => order.parcels, shop } })
  wrongSelector(order: Order): Order {
    return order;
  }

  // @ts-expect-error no definition has the label colour
  @Track({ calls: placed, labels: { plan, shop, colour: 'red' } })
  unknownLabel(order: Order): Order {
    return order;
  }

  // @ts-expect-error error_type is found out from the error, nobody gives it
  @Track({ failures: failed, labels: { plan, error_type: 'other' } })
  foundOut(order: Order): Order {
    return order;
  }

  // @ts-expect-error the selectors read an order, the method is called with a string
  @Track({ calls: placed, labels: { plan, shop } })
  wrongArgument(id: string): string {
    return id;
  }

  // @ts-expect-error a caller may leave out what the selector reads
  @Track({ duration: took, labels: { plan } })
  optionalArgument(order?: Order): unknown {
    return order;
  }

  // @ts-expect-error an error that nobody foresaw has no error_type to count as
  @Track({ failures: unforeseen })
  noOther(): number {
    return 11;
  }

  // @ts-expect-error error types are a closed list, or an error's text could become a label
  @Track({ failures: unbounded })
  openErrors(): number {
    return 12;
  }

  // @ts-expect-error where a call failed is one of a closed list
  @Track({ failures: somewhere })
  openStages(): number {
    return 13;
  }

  // @ts-expect-error a duration is in seconds
  @Track({ duration: weighed })
  wrongUnit(): number {
    return 14;
  }

  // @ts-expect-error a histogram counts no calls
  @Track({ calls: took, labels: { plan: 'free' } })
  wrongKind(): number {
    return 15;
  }

  // @ts-expect-error no plan is in the domains of both
  @Track({ calls: placed, duration: golden, labels: { plan: 'free', shop: 's11' } })
  nothingShared(): number {
    return 16;
  }

  // @ts-expect-error the registry is taken from another class than the method's
  @Track({ inFlight: packing, registry: (self: Shop) => self.registry })
  wrongSelf(): number {
    return 17;
  }
}

/** Never called: these throw too, where no compiler looks. */
function noMethods(): unknown {
  class Misplaced {
    #count = 11;

    // @ts-expect-error a getter is no method
    @Track({ inFlight: packing })
    get count(): number {
      return (this.#count += 1);
    }

    // @ts-expect-error a property is no method, even when it holds a function
    @Track({ inFlight: packing })
    readonly property = (): number => 18;
  }
  return Misplaced;
}

function functions(registry: Registry): void {
  tracked({ calls: placed, labels: { plan, shop } }, (order: Order) => order.parcels);
  // @ts-expect-error the selectors read an order, the function is called with a number
  tracked({ calls: placed, labels: { plan, shop } }, (parcels: number) => parcels);
  // @ts-expect-error the label shop is missing
  tracked({ calls: placed, labels: { plan } }, (order: Order) => order.parcels);
  const orders = callInstruments(registry, { calls: placed, failures: failed, inFlight: packing });
  trackCall(orders, { plan: 'paid', shop: 's11' }, () => 11);
  trackCall(orders, { plan: 'paid', shop: 's11', stage: 'pick' }, () => 11);
  // @ts-expect-error the label plan is missing
  trackCall(orders, { shop: 's12' }, () => 12);
  // @ts-expect-error no definition has the label colour
  trackCall(orders, { plan: 'paid', shop: 's13', colour: 'red' }, () => 13);
}

it('compiles only where the marked lines do not', () => {
  expect([Shop, MisledShop, noMethods, functions]).toBeDefined();
});
