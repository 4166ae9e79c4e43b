export { apiDefinitionFilesModule as default } from './module';
