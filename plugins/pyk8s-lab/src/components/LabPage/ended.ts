/** Why a lab is not followed any more: it is deleted, or not to be seen. */
export type Ended = 'gone' | 'hidden';
