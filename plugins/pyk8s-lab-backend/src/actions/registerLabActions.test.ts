import { InputError } from '@backstage/errors';
import {
  BadGatewayError,
  PayloadTooLargeError,
  TooManyRequestsError,
} from '../errors';
import { asBackstageError } from './registerLabActions';

describe('asBackstageError', () => {
  it.each([
    [new TooManyRequestsError('Delete one first.'), 'ConflictError'],
    [new PayloadTooLargeError('At most 64kb.'), 'ConflictError'],
    [new BadGatewayError('Nothing for you.'), 'ServiceUnavailableError'],
  ])('tells what %s says as one of Backstage’s own errors', (error, name) => {
    expect(asBackstageError(error)).toMatchObject({
      name,
      message: expect.stringContaining(error.message),
    });
  });

  it.each([new InputError('No.'), new Error('Unforeseen'), 'text'])(
    'leaves others as they are: %s',
    error => {
      expect(asBackstageError(error)).toBe(error);
    },
  );
});
