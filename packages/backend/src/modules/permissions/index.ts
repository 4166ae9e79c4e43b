export { permissionsModule as default } from './module';
