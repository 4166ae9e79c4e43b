export * from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';
export * from './english';
export * from './FakeLabApi';
