import type {
  Lab,
  LabStreamNotice,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab, anEvent, aResponseError, NOW } from '../__testUtils__';
import { labsReducer, MAX_EVENTS, type LabsAction } from './labsReducer';
import { initialLabsState, type LabsState } from './labsState';

const reduce = (actions: LabsAction[], from: LabsState = initialLabsState) =>
  actions.reduce(labsReducer, from);

const started: LabsAction = { type: 'started', generation: 1 };
const page = (labs: Lab[], at = NOW, since = at): LabsAction => ({
  type: 'page',
  generation: 1,
  labs,
  since,
  at,
});
const listed = (ids: string[], since = NOW): LabsAction => ({
  type: 'listed',
  generation: 1,
  ids,
  since,
});
const event = (
  seq: number,
  lab: Lab,
  type = 'lab.updated',
  at = NOW,
): LabsAction => ({
  type: 'event',
  generation: 1,
  event: anEvent(seq, lab, { type }),
  at,
});
const namesOf = (state: LabsState) =>
  [...state.labs.values()].map(({ lab }) => lab.name);

describe('labsReducer', () => {
  it('shows pages as they come, and is ready with the last', () => {
    const first = reduce([started, page([aLab({ id: 'a', name: 'one' })])]);
    expect(namesOf(first)).toEqual(['one']);
    expect(first.load).toBe('loading');

    const all = reduce(
      [page([aLab({ id: 'b', name: 'two' })]), listed(['a', 'b'])],
      first,
    );
    expect(namesOf(all)).toEqual(['one', 'two']);
    expect(all.load).toBe('ready');
  });

  it('keeps the highest version, whatever order things arrive in', () => {
    const newer = aLab({ version: 5, status: 'RUNNING' });
    const older = aLab({ version: 4, status: 'PROVISIONING' });
    const state = reduce([started, event(9, newer), page([older])]);
    expect(state.labs.get(newer.id)?.lab.status).toBe('RUNNING');
  });

  it('adds a lab that it hears of', () => {
    const state = reduce([started, listed([]), event(1, aLab())]);
    expect(namesOf(state)).toEqual(['demo']);
  });

  it.each([
    ['a lab.deleted event', event(2, aLab({ version: 2 }), 'lab.deleted')],
    ['the status DELETED', event(2, aLab({ version: 2, status: 'DELETED' }))],
    [
      'the answer to a deletion',
      {
        type: 'changed',
        lab: aLab({ version: 2, status: 'DELETED' }),
        at: NOW,
      } as LabsAction,
    ],
  ])('takes a lab out on %s, and remembers it', (_name, gone) => {
    const state = reduce([started, page([aLab()]), gone]);
    expect(namesOf(state)).toEqual([]);
    expect(state.gone.get(aLab().id)?.name).toBe('demo');
  });

  it('does not revive a deleted lab from a list that was under way', () => {
    const state = reduce([
      started,
      event(2, aLab({ version: 2 }), 'lab.deleted'),
      page([aLab({ version: 1 })]),
      listed([aLab().id]),
    ]);
    expect(namesOf(state)).toEqual([]);
  });

  it('takes out what a complete list no longer has', () => {
    const before = reduce([started, page([aLab()], NOW), listed([aLab().id])]);
    expect(namesOf(reduce([listed([], NOW + 60_000)], before))).toEqual([]);
  });

  it('keeps what it heard of after the list was asked for', () => {
    const state = reduce([
      started,
      event(3, aLab(), 'lab.created', NOW + 20),
      listed([], NOW + 10),
    ]);
    expect(namesOf(state)).toEqual(['demo']);
  });

  it('drops what an older connection still says', () => {
    const before = reduce([started, { type: 'started', generation: 2 }]);
    const actions: LabsAction[] = [
      page([aLab()]),
      listed([]),
      event(1, aLab()),
      { type: 'opened', generation: 1 },
      { type: 'broken', generation: 1 },
      { type: 'failed', generation: 1, error: new Error('late'), at: NOW },
    ];
    for (const action of actions) {
      expect(labsReducer(before, action)).toBe(before);
    }
  });

  it('fails when there is nothing to show, and starts over on a retry', () => {
    const error = new Error('no backend');
    const failed = reduce([
      started,
      { type: 'failed', generation: 1, error, at: NOW },
    ]);
    expect(failed).toMatchObject({ load: 'failed', error });

    const again = labsReducer(failed, { type: 'started', generation: 2 });
    expect(again).toMatchObject({ load: 'loading', error: undefined });
  });

  it('goes on showing labs when a later list fails', () => {
    const ready = reduce([started, page([aLab()]), listed([aLab().id])]);
    const after = labsReducer(ready, {
      type: 'failed',
      generation: 1,
      error: new Error('no backend'),
      at: NOW,
    });
    expect(after.load).toBe('ready');
    expect(namesOf(after)).toEqual(['demo']);
  });

  it('says how the stream is', () => {
    const live = reduce([started, { type: 'opened', generation: 1 }]);
    expect(live.connection).toBe('live');
    const broken = labsReducer(live, { type: 'broken', generation: 1 });
    expect(broken.connection).toBe('reconnecting');
  });

  it('remembers events once each, the newest first', () => {
    const state = reduce([
      started,
      event(2, aLab()),
      event(1, aLab()),
      event(2, aLab()),
    ]);
    expect(state.events.map(({ seq }) => seq)).toEqual([2, 1]);
    expect(state.events[0]).not.toHaveProperty('lab');
  });

  it('does not remember events without end', () => {
    const many = Array.from({ length: MAX_EVENTS + 5 }, (_, index) =>
      event(index + 1, aLab()),
    );
    const { events } = reduce([started, ...many]);
    expect(events).toHaveLength(MAX_EVENTS);
    expect(events[0].seq).toBe(MAX_EVENTS + 5);
  });

  describe('notices', () => {
    const notice = (what: LabStreamNotice, at = NOW): LabsAction => ({
      type: 'notice',
      generation: 1,
      notice: what,
      at,
    });
    const hidden = (labId: string, at = NOW) =>
      notice({ type: 'lab.hidden', labId }, at);
    const lab = aLab({ status: 'QUEUED', queuePosition: 3, version: 4 });

    it('takes over a new place in the queue, though the version is the same', () => {
      const next = { ...lab, queuePosition: 2 };
      const state = reduce([
        started,
        page([lab]),
        notice({ type: 'lab.queue', lab: next }),
      ]);
      expect(state.labs.get(lab.id)?.lab.queuePosition).toBe(2);
    });

    it('does not let a place in the queue undo a change', () => {
      const running = aLab({ version: 5 });
      const state = reduce([
        started,
        page([running]),
        notice({ type: 'lab.queue', lab }),
      ]);
      expect(state.labs.get(lab.id)?.lab.status).toBe('RUNNING');
    });

    it('takes out a lab that is hidden, and remembers it as it was', () => {
      const state = reduce([started, page([lab]), hidden(lab.id)]);
      expect(namesOf(state)).toEqual([]);
      expect(state.hidden.get(lab.id)?.lab).toEqual(lab);
      expect(state.gone.size).toBe(0);
    });

    it('is not told of a hidden lab by a list that was asked for before', () => {
      const state = reduce([
        started,
        hidden(lab.id, NOW + 5),
        page([lab], NOW + 10, NOW),
      ]);
      expect(namesOf(state)).toEqual([]);
    });

    it('is not told of a hidden lab by the answer to its hand-over', () => {
      const given = { ...lab, owner: 'user:default/grace', version: 5 };
      const state = reduce([
        started,
        page([lab]),
        hidden(lab.id),
        { type: 'changed', lab: given, at: NOW + 5 },
      ]);
      expect(namesOf(state)).toEqual([]);
    });

    it.each([
      ['a list that was asked for later', page([lab], NOW + 10, NOW + 5)],
      ['an event', event(7, { ...lab, version: 6 })],
      ['its place in the queue', notice({ type: 'lab.queue', lab })],
    ])('shows it again when it comes with %s', (_name, action) => {
      const state = reduce([started, page([lab]), hidden(lab.id), action]);
      expect(namesOf(state)).toEqual(['demo']);
      expect(state.hidden.size).toBe(0);
    });

    it('counts how often what may be seen has changed', () => {
      const state = reduce([started, notice({ type: 'access.changed' })]);
      expect(state.accessChanges).toBe(1);
    });
  });

  it.each([403, 404])(
    'hides all when the list is refused: %d',
    async status => {
      const error = await aResponseError(status, 'NotAllowedError', 'No');
      const state = reduce([
        started,
        page([aLab()]),
        listed([aLab().id]),
        { type: 'failed', generation: 1, error, at: NOW },
      ]);
      expect(namesOf(state)).toEqual([]);
      expect(state.load).toBe('failed');
      expect(state.hidden.get(aLab().id)?.lab?.name).toBe('demo');
    },
  );

  it('forgets a lab that no longer belongs on the page', () => {
    const state = reduce([
      started,
      page([aLab()]),
      { type: 'left', generation: 1, id: aLab().id },
    ]);
    expect(namesOf(state)).toEqual([]);
    expect(state.hidden.size).toBe(0);
  });

  it('keeps labs off the page that only the server can place', () => {
    const known = aLab({ id: 'known', name: 'known' });
    const unknown = aLab({ id: 'unknown', name: 'unknown' });
    const before = reduce([started, page([known])]);
    const place = (lab: Lab): LabsAction => ({
      type: 'event',
      generation: 1,
      event: anEvent(1, lab),
      at: NOW,
      onlyKnown: true,
    });
    expect(labsReducer(before, place(unknown))).toBe(before);
    const after = labsReducer(before, place({ ...known, name: 'renamed' }));
    expect(namesOf(after)).toEqual(['renamed']);
  });

  it('learns the clock of the server from the labs', () => {
    const slowClock = NOW - 600_000;
    const state = reduce([started, page([aLab()], slowClock)]);
    expect(Math.abs(state.clockOffsetMs - 600_000)).toBeLessThanOrEqual(1_000);
  });
});
