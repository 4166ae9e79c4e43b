export { labField, lifetimeField, versionField } from './fields';
