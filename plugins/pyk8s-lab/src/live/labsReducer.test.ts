import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab, anEvent, NOW } from '../__testUtils__';
import {
  initialLabsState,
  labsReducer,
  LabsAction,
  LabsState,
  MAX_EVENTS,
} from './labsReducer';

const reduce = (actions: LabsAction[], from: LabsState = initialLabsState) =>
  actions.reduce(labsReducer, from);

const started: LabsAction = { type: 'started', generation: 1 };
const page = (labs: Lab[], at = NOW): LabsAction => ({
  type: 'page',
  generation: 1,
  labs,
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
      { type: 'failed', generation: 1, error: new Error('late') },
    ];
    for (const action of actions) {
      expect(labsReducer(before, action)).toBe(before);
    }
  });

  it('fails when there is nothing to show, and starts over on a retry', () => {
    const error = new Error('no backend');
    const failed = reduce([started, { type: 'failed', generation: 1, error }]);
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

  it('learns the clock of the server from the labs', () => {
    const slowClock = NOW - 600_000;
    const state = reduce([started, page([aLab()], slowClock)]);
    expect(Math.abs(state.clockOffsetMs - 600_000)).toBeLessThanOrEqual(1_000);
  });
});
