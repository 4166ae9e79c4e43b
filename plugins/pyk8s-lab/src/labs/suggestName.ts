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
  const name = `${pick(MOODS)}-${pick(ANIMALS)}`;
  if (!isTaken(name)) {
    return name;
  }
  let number = 2;
  while (isTaken(`${name}-${number}`)) {
    number += 1;
  }
  return `${name}-${number}`;
}
