import { alerts } from '@aura/alerts';
import { DEFAULTS } from '@aura/thresholds';
import { layoutOf } from '../layout.js';
import type { Message } from '../sinks/inbox.js';
import type { Cause } from './cause.js';
import type { Field } from './field.js';
import { runDrill, type Subject } from './run-drill.js';
import { MOMENTS, type Timeline } from './timeline.js';

const NAME = 'RedisDown';
const LABELS = { alertname: NAME };

/** A stack whose alert is what `isOn` says, at once and everywhere. */
class FakeStack {
  isOn = false;
  /** Prometheus answers to nobody. */
  isDeaf = false;
  /** Alerts of others that fire too. */
  alsoFiring: readonly string[] = [];
  readonly undone: string[] = [];
  readonly #told: Message[] = [];

  get field(): Field {
    const not = (): never => {
      throw new Error('not asked for here');
    };
    return {
      layout: layoutOf('/tree', '/home'),
      media: ['mail'],
      prometheus: {
        ...{ targets: not, query: not, rule: not, configuration: not, reload: not, forget: not },
        alerts: () => {
          if (this.isDeaf) return Promise.reject(new Error('fetch failed'));
          const names = [...this.alsoFiring, ...(this.isOn ? [NAME] : [])];
          return Promise.resolve(names.map((name) => this.#firing(name)));
        },
      },
      alertmanager: {
        configuration: not,
        alerts: () => Promise.resolve(this.isOn ? [this.#received()] : []),
      },
      urlOf: not,
      order: not,
      inbox: () => Promise.resolve(this.#told),
    };
  }

  /** Two steps; undoing the second one fails where it is asked to. */
  cause({ isStubborn = false } = {}): Cause {
    return {
      how: 'real',
      what: 'breaks it',
      begin: ({ defer }) => {
        defer(() => this.#undo('first'));
        defer(
          () => (isStubborn ? Promise.reject(new Error('it is stuck')) : this.#undo('second')),
          'turn the knob 11 times',
        );
        this.#turn(true);
        return Promise.resolve();
      },
    };
  }

  #undo(step: string): Promise<void> {
    this.undone.push(step);
    if (step === 'first') this.#turn(false);
    return Promise.resolve();
  }

  #turn(isOn: boolean): void {
    this.isOn = isOn;
    const heading = isOn ? 'FIRING (1)' : 'RESOLVED (1)';
    const text = `${heading}\n\n${NAME} (page, component redis)`;
    const receivedAt = new Date(Date.now() + 1_000).toISOString();
    this.#told.push({ receivedAt, via: 'mail', subject: '', text });
  }

  #firing(alertname: string) {
    return { labels: { alertname }, state: 'firing' as const, activeAt: new Date().toISOString() };
  }

  #received() {
    const status = { state: 'active' as const, inhibitedBy: [] };
    return { labels: LABELS, startsAt: new Date().toISOString(), status };
  }
}

function subjectOf(cause: Cause, called: string): Subject {
  const alert = alerts(DEFAULTS).find(({ name }) => name === called);
  if (alert === undefined) throw new Error(`no ${called}`);
  return { alert, drill: { cause, turnsWithin: 1, clearsWithin: 1 } };
}

interface Going {
  readonly alert?: string;
  readonly signal?: AbortSignal;
}
const go = (
  stack: FakeStack,
  cause: Cause,
  { alert = NAME, signal = new AbortController().signal }: Going = {},
) => runDrill(stack.field, subjectOf(cause, alert), { signal, onMoment: () => undefined });
const momentsOf = ({ seconds }: Timeline): string[] => Object.keys(seconds);

describe('a drill', () => {
  it('follows the alert to people and back, and undoes the last step first', async () => {
    const stack = new FakeStack();
    const timeline = await go(stack, stack.cause());

    expect(timeline).toMatchObject({
      alert: NAME,
      how: 'real',
      what: 'breaks it',
      holdSeconds: 10,
    });
    expect(momentsOf(timeline)).toEqual(MOMENTS);
    expect(timeline.trouble).toBeUndefined();
    expect(stack.undone).toEqual(['second', 'first']);
  });

  it('undoes every step though one cannot be, and says what to type for it', async () => {
    const stack = new FakeStack();
    const timeline = await go(stack, stack.cause({ isStubborn: true }));

    expect(stack.undone).toEqual(['first']);
    expect(timeline.trouble).toBe('undo it by hand: turn the knob 11 times (it is stuck)');
  });

  it('leaves alone what fires already', async () => {
    const stack = new FakeStack();
    stack.isOn = true;
    const timeline = await go(stack, stack.cause());

    expect(timeline.trouble).toBe('it is pending or firing already, without any drill');
    expect([timeline.seconds, stack.undone]).toEqual([{}, []]);
  });

  it('says that it was not begun where Prometheus does not answer', async () => {
    const stack = new FakeStack();
    stack.isDeaf = true;
    const timeline = await go(stack, stack.cause());

    expect(timeline.trouble).toBe('not begun: fetch failed');
    expect([timeline.seconds, stack.undone]).toEqual([{}, []]);
  });

  it('is not begun while the end of an outage holds back what it would tell', async () => {
    const stack = new FakeStack();
    stack.alsoFiring = ['AfterOutage6m'];
    const errors = await go(stack, stack.cause(), { alert: 'HighErrorRate' });

    expect(errors.trouble).toBe(
      'an outage is too fresh: nobody would be told before AfterOutage6m ends; drill it again then',
    );
    expect([errors.seconds, stack.undone]).toEqual([{}, []]);
  });

  it('undoes its cause when it is interrupted', async () => {
    const stack = new FakeStack();
    const withoutEffect: Cause = {
      ...{ how: 'real', what: 'breaks nothing' },
      begin: async (stage) => {
        await stack.cause().begin(stage);
        stack.isOn = false;
      },
    };
    const timeline = await go(stack, withoutEffect, { signal: AbortSignal.abort() });

    expect([momentsOf(timeline), stack.undone]).toEqual([
      ['begun', 'ended'],
      ['second', 'first'],
    ]);
    expect(timeline.trouble).toBe('interrupted');
  });
});
