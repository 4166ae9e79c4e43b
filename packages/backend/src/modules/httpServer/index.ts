import { labHttpRouter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend/httpRouter';
import { cutLogged } from './cutLogged';

/**
 * What the server reads of a request's URL and headers, in bytes. kubectl puts
 * commands and selectors into URLs: this is a bit more than the longest argument that
 * Linux takes (128 KiB), with each byte encoded as three. Node.js reads 16 KiB.
 */
const MAX_HEADER_SIZE = 512 * 1024;

/** Backstage's own server, which also takes sessions with labs and reads long URLs. */
export default labHttpRouter({
  configure({ app, server, applyDefaults }) {
    // Node.js reads it for each connection; Backstage has no setting for it.
    Object.assign(server, { maxHeaderSize: MAX_HEADER_SIZE });
    app.use(cutLogged());
    applyDefaults();
  },
});
