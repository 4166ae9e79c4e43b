export const pluginId = 'pyk8s-lab';
