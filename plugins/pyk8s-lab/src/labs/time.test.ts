import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab, aPausedLab, at, english, NOW } from '../__testUtils__';
import { describeTimeLeft, formatElapsed, secondsLeftOf } from './time';

describe('formatElapsed', () => {
  it.each([
    [-5, '0s'],
    [0, '0s'],
    [59.9, '59s'],
    [60, '1m 00s'],
    [185, '3m 05s'],
    [3_600, '1h 00m'],
    [7_200 + 630, '2h 10m'],
    [86_400 * 3 + 3_600 * 4, '3d 4h'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatElapsed(seconds)).toBe(text);
  });
});

describe('describeTimeLeft', () => {
  it.each([
    [7_200, '2h 00m', 'none'],
    [15 * 60, '15m 00s', 'none'],
    [15 * 60 - 1, '14m 59s left', 'soon'],
    [5 * 60, '5m 00s left', 'soon'],
    [5 * 60 - 1, 'Ends in 4m 59s', 'ending'],
    [1, 'Ends in 1s', 'ending'],
    [0, 'Ending now', 'ending'],
    [-30, 'Ending now', 'ending'],
  ])('%d seconds before the end it says "%s"', (seconds, text, urgency) => {
    const lab = aLab({ expiresAt: at(seconds) });
    expect(describeTimeLeft(english, lab, NOW)).toEqual({ text, urgency });
  });

  it('says what a lab will have that does not run yet', () => {
    const lab = aLab({ status: 'PROVISIONING', ttlSeconds: 5_400 });
    expect(describeTimeLeft(english, lab, NOW)?.text).toBe('1h30m once ready');
  });

  it.each<LabStatus>(['DELETING', 'DELETED'])('says nothing in %s', status => {
    expect(describeTimeLeft(english, aLab({ status }), NOW)).toBeUndefined();
  });

  it('counts down for a failed lab too: it ends as others do', () => {
    const lab = aLab({ status: 'ERROR', expiresAt: at(1_000) });
    expect(describeTimeLeft(english, lab, NOW)?.text).toBe('16m 40s');
  });

  it('counts down while a lab is paused, unless its time stands still', () => {
    const lab = aPausedLab({ expiresAt: at(1_000) });
    expect(describeTimeLeft(english, lab, NOW)?.text).toBe('16m 40s');
    const stopped = aPausedLab({
      expiresAt: at(-5),
      pausedSecondsLeft: 7_800,
    });
    expect(describeTimeLeft(english, stopped, NOW)).toEqual({
      text: '2h 10m when resumed',
      urgency: 'none',
    });
    expect(secondsLeftOf(lab, NOW)).toBe(1_000);
    expect(secondsLeftOf(stopped, NOW)).toBeUndefined();
  });

  it('says nothing of a lab without an end', () => {
    expect(
      describeTimeLeft(english, aLab({ expiresAt: undefined }), NOW),
    ).toBeUndefined();
  });
});
