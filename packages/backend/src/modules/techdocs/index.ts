export { techdocsGeneratorModule as default } from './module';
