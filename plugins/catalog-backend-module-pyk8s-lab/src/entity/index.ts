export { LAB_ANNOTATIONS } from './annotations';
export { toEntity, type LabEntity, type LabUrls } from './toEntity';
