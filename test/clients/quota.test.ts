import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createQuota, type CallKind, type Permit, type Quota, type QuotaPolicy } from '../../src/clients/quota.js';
import type { QuotaAnswer } from '../../src/clients/quota-window.js';
import { ApiError } from '../../src/ports/api-error.js';
import {
  createDraws,
  createVirtualTime,
  createWindowService,
  settle,
  type VirtualTime,
} from './support/virtual-time.js';

const POLICY: QuotaPolicy = { reserve: 3, callsPerSlot: 3, slots: 4 };
const CALL = { service: 'TradeGecko', method: 'GET', path: '/orders' } as const;
/** The epoch at which the virtual clock starts, in seconds; a whole multiple of the window. */
const EPOCH_S = 1_700_000_100;

describe('quota', () => {
  let time: VirtualTime;
  const make = (policy: QuotaPolicy = POLICY): Quota => {
    time = createVirtualTime();
    return createQuota(policy, time);
  };
  /** An answer as it would come now: its reset at the end of a window of a minute. */
  const answer = (remaining: number, overrides: Partial<QuotaAnswer> = {}): QuotaAnswer => {
    const nowS = EPOCH_S + Math.floor(time.nowMs() / 1_000);
    const resetAtEpochS = (Math.floor(nowS / 60) + 1) * 60;
    return { limit: 60, remaining, resetAtEpochS, dateMs: nowS * 1_000, isRefusal: false, ...overrides };
  };
  const observe = (quota: Quota, seen: QuotaAnswer): void => {
    quota.beginCall('ordinary', CALL).answered(seen);
  };
  const takeAll = (quota: Quota): Permit[] => {
    const taken: Permit[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const permit = quota.tryReserveSlot();
      if (permit !== undefined) taken.push(permit);
    }
    return taken;
  };
  const never = (): AbortSignal => new AbortController().signal;

  describe('slots', () => {
    it('gives one before the first answer, all after it', () => {
      const quota = make();
      assert.equal(takeAll(quota).length, 1);

      observe(quota, answer(59));

      assert.equal(takeAll(quota).length, 3);
    });

    const tables = [
      { remaining: 60, slots: 4 },
      { remaining: 13, slots: 4 },
      { remaining: 12, slots: 3 },
      { remaining: 10, slots: 3 },
      { remaining: 4, slots: 1 },
      { remaining: 3, slots: 0 },
      { remaining: 0, slots: 0 },
    ];
    for (const { remaining, slots } of tables) {
      it(`gives ${slots} with ${remaining} calls left, three promised to each and three kept back`, () => {
        const quota = make();
        observe(quota, answer(remaining));

        assert.equal(takeAll(quota).length, slots);
      });
    }

    it('hands a slot that comes back to the first who waits', async () => {
      const quota = make();
      const [held] = takeAll(quota);
      assert.ok(held);
      const order: string[] = [];
      const first = quota.reserveSlot(never()).then(() => order.push('first'));
      void quota.reserveSlot(never()).then(() => order.push('second'));

      quota.releaseSlot(held);
      quota.releaseSlot(held);
      await first;
      await settle();

      assert.deepEqual(order, ['first']);
      assert.equal(quota.snapshot().waiting, 1);
    });

    it('gives nobody a slot past those who wait', async () => {
      const quota = make({ ...POLICY, slots: 1 });
      takeAll(quota);
      void quota.reserveSlot(never());

      assert.equal(quota.tryReserveSlot(), undefined);
    });

    it('rejects with the reason of the signal, and waits no longer', async () => {
      const quota = make();
      observe(quota, answer(0));
      const asker = new AbortController();
      const wait = quota.reserveSlot(asker.signal);
      assert.equal(time.timers(), 1);

      asker.abort();

      await assert.rejects(wait, { name: 'AbortError' });
      await assert.rejects(quota.reserveSlot(asker.signal), { name: 'AbortError' });
      assert.equal(quota.snapshot().waiting, 0);
      assert.equal(time.timers(), 0);
    });

    it('takes a slot back from an asker who gave up just as it was given', async () => {
      const quota = make();
      const asker = new AbortController();
      const given = quota.reserveSlot(asker.signal);

      asker.abort();
      await given;

      assert.equal(quota.snapshot().openSlots, 0);
      assert.notEqual(quota.tryReserveSlot(), undefined);
    });

    it('keeps no timer while nobody waits, and one while several do', () => {
      const quota = make();
      observe(quota, answer(0));
      assert.equal(time.timers(), 0);

      for (let waiter = 0; waiter < 3; waiter += 1) void quota.reserveSlot(never());

      assert.equal(time.timers(), 1);
    });

    it('gives exactly one when a window ends with several waiting, and more after its first answer', async () => {
      const quota = make();
      observe(quota, answer(0));
      let given = 0;
      for (let waiter = 0; waiter < 6; waiter += 1) void quota.reserveSlot(never()).then(() => (given += 1));

      time.advance(61_000);
      await settle();
      assert.equal(given, 1);

      observe(quota, answer(59));
      await settle();
      assert.equal(given, 4);
    });
  });

  it('gives one when the window ends between two looks at the clock', async () => {
    const virtual = createVirtualTime();
    time = virtual;
    let creepMs = 0;
    const creeping = {
      nowMs: (): number => virtual.nowMs() + (creepMs === 0 ? 0 : (creepMs += 0.4)),
      after: (delayMs: number, callBack: () => void) => virtual.after(delayMs, callBack),
    };
    const quota = createQuota(POLICY, creeping);
    observe(quota, answer(0));
    let isGiven = false;
    void quota.reserveSlot(never()).then(() => {
      isGiven = true;
    });

    // As machine timers do, this one fires a moment early; the end of the window comes while it is looked at.
    const endsInMs = quota.resetsInMs();
    creepMs = -0.9;
    virtual.advance(endsInMs);
    creepMs = 0;
    virtual.advance(10);
    await settle();

    assert.ok(isGiven);
  });

  describe('windows', () => {
    it('believes the lowest remaining of one window, whatever the order of its answers', () => {
      const quota = make();
      for (const remaining of [40, 38, 39]) observe(quota, answer(remaining));

      assert.equal(quota.snapshot().remaining, 38);
    });

    it('counts an answer that says nothing of the window as one call spent', () => {
      const quota = make();
      observe(quota, answer(9));

      observe(quota, { limit: null, remaining: null, resetAtEpochS: null, dateMs: null, isRefusal: false });

      assert.equal(quota.snapshot().remaining, 8);
    });

    it('starts anew with a newer reset, and passes over late answers of the old window', () => {
      const quota = make();
      const old = answer(0);
      observe(quota, old);
      time.advance(61_000);
      observe(quota, answer(59));

      observe(quota, old);
      observe(quota, { ...old, isRefusal: true });

      assert.equal(quota.snapshot().remaining, 59);
    });

    it('takes a window for over late, never early, by the second that Date leaves out', () => {
      const quota = make();
      time.advance(500);
      // The server is 999 ms into its second, but its Date says 0.
      observe(quota, answer(0, { dateMs: EPOCH_S * 1_000, resetAtEpochS: EPOCH_S + 10 }));

      assert.equal(quota.resetsInMs(), 10_000);
      time.advance(9_999);
      assert.equal(quota.snapshot().remaining, 0);
      time.advance(1);
      assert.equal(quota.snapshot().remaining, null);
    });

    it('takes the earliest end that an answer of the window allows', () => {
      const quota = make();
      const reset = { resetAtEpochS: EPOCH_S + 10 };
      observe(quota, answer(5, { ...reset, dateMs: EPOCH_S * 1_000 }));
      observe(quota, answer(4, { ...reset, dateMs: EPOCH_S * 1_000 + 1_000 }));
      observe(quota, answer(3, { ...reset, dateMs: EPOCH_S * 1_000 }));

      assert.equal(quota.resetsInMs(), 9_000);
    });

    it('stops for a refusal that says nothing of the window, and goes on after a minute', () => {
      const quota = make();
      observe(quota, { limit: null, remaining: null, resetAtEpochS: null, dateMs: null, isRefusal: true });
      assert.equal(takeAll(quota).length, 0);

      time.advance(60_000);

      assert.equal(takeAll(quota).length, 1);
    });

    it('stops for a refusal of a window that it took to be over', () => {
      const quota = make();
      const seen = answer(5, { resetAtEpochS: EPOCH_S + 2 });
      observe(quota, seen);
      time.advance(2_000);

      observe(quota, { ...seen, isRefusal: true, dateMs: EPOCH_S * 1_000 + 1_000 });

      assert.equal(quota.snapshot().remaining, 0);
      assert.ok(quota.resetsInMs() >= 1_000);
    });

    it('passes over a reset that is no time it understands', () => {
      const quota = make();
      observe(quota, answer(59, { resetAtEpochS: (EPOCH_S + 60) * 1_000 }));

      assert.equal(quota.snapshot().remaining, null);
    });
  });

  describe('calls', () => {
    const isSpent = (quota: Quota, kind: CallKind): boolean => {
      try {
        quota.beginCall(kind, CALL).lost(false);
        return false;
      } catch (error) {
        assert.ok(error instanceof ApiError);
        assert.equal(error.code, 'rate-limited');
        assert.equal(error.details.retryAfterMs, quota.resetsInMs());
        return true;
      }
    };

    it('pass while nothing is known of the window', () => {
      const quota = make();

      assert.equal(isSpent(quota, 'ordinary'), false);
      assert.equal(isSpent(quota, 'walk'), false);
    });

    it('are refused, ordinary ones at the last call and walks at the reserve', () => {
      const quota = make();
      observe(quota, answer(4));
      assert.deepEqual([isSpent(quota, 'ordinary'), isSpent(quota, 'walk')], [false, false]);
      observe(quota, answer(3));
      assert.deepEqual([isSpent(quota, 'ordinary'), isSpent(quota, 'walk')], [false, true]);
      observe(quota, answer(0));
      assert.deepEqual([isSpent(quota, 'ordinary'), isSpent(quota, 'walk')], [true, true]);
    });

    it('of a walk leave what is promised to open slots', () => {
      const quota = make();
      observe(quota, answer(13));
      takeAll(quota);
      assert.equal(isSpent(quota, 'walk'), true);

      observe(quota, answer(60, { resetAtEpochS: EPOCH_S + 120 }));

      assert.equal(isSpent(quota, 'walk'), false);
    });

    it('of a long walk have a fifth of each window, and the next window anew', () => {
      const quota = make();
      const walkOn = (seen: QuotaAnswer): void => {
        quota.beginCall('long-walk', CALL).answered(seen);
      };
      for (let call = 1; call <= 12; call += 1) walkOn(answer(60 - call));

      assert.deepEqual([isSpent(quota, 'long-walk'), isSpent(quota, 'walk')], [true, false]);

      time.advance(60_000);
      walkOn(answer(59));

      assert.equal(isSpent(quota, 'long-walk'), false);
    });

    it('of a long walk leave a twentieth of their part to a second look', () => {
      const quota = make();
      const limit = 300;
      const walked = (): void => {
        const { remaining } = quota.snapshot();
        quota.beginCall('long-walk', CALL).answered({ ...answer((remaining ?? limit) - 1), limit });
      };
      for (let call = 1; call <= 57; call += 1) walked();

      assert.deepEqual([isSpent(quota, 'long-walk'), isSpent(quota, 'walk')], [true, false]);
    });

    it('of a long walk stop at the reserve, and are not counted when they were never sent', () => {
      const quota = make();
      for (let call = 1; call <= 12; call += 1) quota.beginCall('long-walk', CALL).lost(false);
      observe(quota, answer(4));
      assert.equal(isSpent(quota, 'long-walk'), false);

      observe(quota, answer(3));

      assert.equal(isSpent(quota, 'long-walk'), true);
    });

    it('under way count before their answers come', () => {
      const quota = make();
      observe(quota, answer(2));
      quota.beginCall('ordinary', CALL);
      quota.beginCall('ordinary', CALL);

      assert.equal(isSpent(quota, 'ordinary'), true);
    });

    it('that were lost count as spent, those never sent do not', () => {
      const quota = make();
      observe(quota, answer(10));
      const lost = quota.beginCall('ordinary', CALL);

      lost.lost(true);
      lost.lost(true);
      quota.beginCall('ordinary', CALL).lost(false);

      assert.equal(quota.snapshot().remaining, 9);
      assert.equal(quota.snapshot().callsInFlight, 0);
    });
  });

  describe('against a service with a window', () => {
    /** Runs tasks through slots, one call a task, as a worker does; a task that is refused comes back. */
    const runTasks = async (quota: Quota, work: () => Promise<void>, count: number): Promise<void> => {
      const runOne = async (): Promise<void> => {
        for (let tries = 0; tries < 100; tries += 1) {
          const permit = await quota.reserveSlot(never());
          try {
            await work();
            return;
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
          } finally {
            quota.releaseSlot(permit);
          }
        }
        throw new Error('A task was refused a hundred times.');
      };
      await Promise.all(Array.from({ length: count }, runOne));
    };

    it('uses each window to the reserve and never beyond: 400 tasks at 60 calls a window', async () => {
      time = createVirtualTime();
      const service = createWindowService({ time, epochS: EPOCH_S, limit: 60, windowS: 60, latencyMs: () => 40 });
      const quota = createQuota(POLICY, time);

      await time.run(runTasks(quota, () => service.call(quota), 400));

      assert.deepEqual(service.callsByWindow(), [57, 57, 57, 57, 57, 57, 57, 1]);
      assert.equal(service.refusals(), 0);
    });

    it('keeps two that share an account from crossing each other, with a reserve of 15', async () => {
      time = createVirtualTime();
      const service = createWindowService({ time, epochS: EPOCH_S, limit: 60, windowS: 60, latencyMs: () => 40 });
      const quotas = [createQuota({ ...POLICY, reserve: 15 }, time), createQuota({ ...POLICY, reserve: 15 }, time)];

      await time.run(Promise.all(quotas.map((quota) => runTasks(quota, () => service.call(quota), 150))));

      assert.equal(service.refusals(), 0);
      const calls = service.callsByWindow();
      assert.equal(
        calls.reduce((sum, count) => sum + count, 0),
        300,
      );
      assert.ok(calls.every((count) => count <= 60));
      // Each may have one call under way when the other's takes the last above the reserve.
      assert.ok(calls.slice(0, -1).every((count) => count >= 45));
    });

    it('keeps them from crossing with up to three calls a task and answers that take their time', async () => {
      for (let seed = 1; seed <= 20; seed += 1) {
        time = createVirtualTime();
        const random = createDraws(seed);
        const latencyMs = (): number => 2 + Math.floor(random() * 2_500);
        const service = createWindowService({ time, epochS: EPOCH_S, limit: 60, windowS: 60, latencyMs });
        const quotas = [createQuota({ ...POLICY, reserve: 15 }, time), createQuota({ ...POLICY, reserve: 15 }, time)];
        const work = async (quota: Quota): Promise<void> => {
          for (let calls = 1 + Math.floor(random() * 3); calls > 0; calls -= 1) await service.call(quota);
        };

        await time.run(Promise.all(quotas.map((quota) => runTasks(quota, () => work(quota), 60))));

        assert.equal(service.refusals(), 0, `seed ${seed}`);
      }
    });

    it('makes at most one call when it is started in a window that is spent', async () => {
      time = createVirtualTime();
      const service = createWindowService({ time, epochS: EPOCH_S, limit: 60, windowS: 60, latencyMs: () => 40 });
      service.spend(60);
      const quota = createQuota(POLICY, time);

      await time.run(runTasks(quota, () => service.call(quota), 5));

      assert.equal(service.refusals(), 1);
      assert.deepEqual(service.callsByWindow(), [60, 5]);
    });
  });
});
