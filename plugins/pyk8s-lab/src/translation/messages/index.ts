export { entity } from './entity';
export { fields } from './fields';
export { home } from './home';
export { search } from './search';
export { status } from './status';
