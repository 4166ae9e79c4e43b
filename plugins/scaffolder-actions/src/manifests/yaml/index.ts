export { readYaml, type YamlDocument } from './readYaml';
