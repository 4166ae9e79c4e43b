import { LAB_NAME_MAX_LENGTH } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

const MOODS = [
  'brave',
  'bright',
  'calm',
  'clever',
  'gentle',
  'happy',
  'kind',
  'lively',
  'lucky',
  'merry',
  'nimble',
  'quiet',
  'sunny',
  'swift',
  'witty',
];

const ANIMALS = [
  'badger',
  'beaver',
  'dolphin',
  'falcon',
  'fox',
  'heron',
  'lynx',
  'marmot',
  'otter',
  'owl',
  'panda',
  'puffin',
  'raven',
  'seal',
  'walrus',
];

/**
 * A friendly name for a lab, such as `calm-otter`.
 *
 * @param isTaken - says which names are in use
 * @param random - gives numbers from 0 up to, but not including, 1
 */
export function suggestName(
  isTaken: (name: string) => boolean = () => false,
  random: () => number = Math.random,
): string {
  const pick = (words: string[]) => words[Math.floor(random() * words.length)];
  return firstFree(`${pick(MOODS)}-${pick(ANIMALS)}`, isTaken);
}

// What is left for a number that makes a name unique.
const STEM_MAX_LENGTH = LAB_NAME_MAX_LENGTH - 5;

/**
 * A name for a lab that is made for something, such as `checkout-2`.
 *
 * @param what - what it is made for; may have any characters
 * @param isTaken - says which names are in use
 */
export function suggestNameFor(
  what: string,
  isTaken: (name: string) => boolean,
): string {
  const stem = what
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, STEM_MAX_LENGTH)
    .replace(/^-|-$/g, '');
  return stem ? firstFree(stem, isTaken) : suggestName(isTaken);
}

function firstFree(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) {
    return name;
  }
  let number = 2;
  while (isTaken(`${name}-${number}`)) {
    number += 1;
  }
  return `${name}-${number}`;
}
