import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

// Real packets through real tables, in network namespaces: a lab host with the bridges
// of two labs, and another machine. Docker's changes of the tables are simulated, so that
// Docker need not be restarted.

const SCRIPT = fileURLToPath(new URL('firewall', import.meta.url));
const id = randomBytes(2).toString('hex');
const [HOST, LAB, OTHER_LAB, OUTSIDE] = ['host', 'lab', 'other', 'out'].map(
  name => `pyk8s-${id}-${name}`,
);
const PORT = 6443;
const LAB_ADDRESS = '172.30.0.2';
const BRIDGES = ['pyk8s0000000001', 'pyk8s0000000002'];

/** The addresses that a lab must not reach, and their namespaces. */
const CLOSED = {
  'the host at the gateway': '172.30.0.1',
  'the host at another address': '203.0.113.1',
  'the node of another lab': '172.31.0.2',
  'the metadata service': '169.254.169.254',
  'a private network': '192.168.77.2',
};
const INTERNET = '203.0.113.2';

const SERVER = `require('net').createServer(socket => socket.end()).listen(${PORT}, '0.0.0.0', () => console.log('listens'))`;
const PROBE = `
const net = require('net');
const probe = host => new Promise(resolve => {
  const socket = net.connect({ host, port: ${PORT}, timeout: 2000 });
  const end = isOpen => { socket.destroy(); resolve(isOpen); };
  socket.once('connect', () => end(true));
  socket.once('error', () => end(false));
  socket.once('timeout', () => end(false));
});
Promise.all(process.argv.slice(1).map(probe)).then(all => console.log(JSON.stringify(all)))`;

const run = (file, ...args) =>
  execFileSync(file, args, { encoding: 'utf8', stdio: 'pipe' });
const within = (namespace, ...argv) =>
  run('ip', 'netns', 'exec', namespace, ...argv);
const iptables = (...args) => within(HOST, 'iptables', '--wait', ...args);

/** The addresses that a namespace can reach. */
const reached = (namespace, addresses) =>
  JSON.parse(
    within(namespace, process.execPath, '--eval', PROBE, ...addresses),
  );

function whyNot() {
  const works = (file, ...args) => spawnSync(file, args).status === 0;
  if (!works('ip', '-V') || !works('iptables', '--version')) {
    return 'there is no ip or no iptables command';
  }
  return works('unshare', '--net', 'iptables', '-S')
    ? undefined
    : 'this user makes no network namespaces: only root does';
}

/** Connects a namespace to a bridge of the host, as Docker does with a container. */
function addLab(namespace, bridge, subnet, index) {
  const [here, there] = [`v${id}${index}a`, `v${id}${index}b`];
  within(HOST, 'ip', 'link', 'add', bridge, 'type', 'bridge');
  within(HOST, 'ip', 'address', 'add', `${subnet}.1/24`, 'dev', bridge);
  within(HOST, 'ip', 'link', 'set', bridge, 'up');
  cable(here, there, namespace);
  within(HOST, 'ip', 'link', 'set', here, 'master', bridge, 'up');
  within(namespace, 'ip', 'address', 'add', `${subnet}.2/24`, 'dev', there);
  within(namespace, 'ip', 'link', 'set', there, 'up');
  within(namespace, 'ip', 'route', 'add', 'default', 'via', `${subnet}.1`);
}

function cable(here, there, namespace) {
  run(
    'ip',
    '-n',
    HOST,
    'link',
    'add',
    here,
    'type',
    'veth',
    'peer',
    'name',
    there,
  );
  run('ip', '-n', HOST, 'link', 'set', there, 'netns', namespace);
}

function addOutside() {
  const [here, there] = [`v${id}oa`, `v${id}ob`];
  cable(here, there, OUTSIDE);
  within(HOST, 'ip', 'address', 'add', '203.0.113.1/24', 'dev', here);
  within(HOST, 'ip', 'link', 'set', here, 'up');
  within(OUTSIDE, 'ip', 'address', 'add', `${INTERNET}/24`, 'dev', there);
  within(OUTSIDE, 'ip', 'link', 'set', there, 'up');
  for (const address of ['169.254.169.254', '192.168.77.2']) {
    within(OUTSIDE, 'ip', 'address', 'add', `${address}/32`, 'dev', there);
    within(HOST, 'ip', 'route', 'add', `${address}/32`, 'dev', here);
  }
  within(OUTSIDE, 'ip', 'route', 'add', 'default', 'via', '203.0.113.1');
}

/** The tables after another firewall has started. */
function flush() {
  iptables('-P', 'FORWARD', 'ACCEPT');
  iptables('-F');
  iptables('-X');
}

/** Simulates the changes of the tables by a start of Docker's daemon. */
function dockerStarts() {
  const has = (...rule) => {
    try {
      iptables('-C', ...rule);
      return true;
    } catch {
      return false;
    }
  };
  iptables('-P', 'FORWARD', 'DROP');
  const published = ['FORWARD', '-d', LAB_ADDRESS, '-p', 'tcp', '-j', 'ACCEPT'];
  const answers = '-m conntrack --ctstate RELATED,ESTABLISHED'.split(' ');
  for (const rule of [
    published,
    ...BRIDGES.flatMap(bridge => [
      ['FORWARD', '-o', bridge, ...answers, '-j', 'ACCEPT'],
      ['FORWARD', '-i', bridge, '-j', 'ACCEPT'],
    ]),
  ]) {
    if (has(...rule)) {
      iptables('-D', ...rule);
    }
    iptables('-I', ...rule);
  }
  try {
    iptables('-N', 'DOCKER-USER');
  } catch {
    // It exists: Docker keeps it.
  }
  if (!has('DOCKER-USER', '-j', 'RETURN')) {
    iptables('-A', 'DOCKER-USER', '-j', 'RETURN');
  }
  if (has('FORWARD', '-j', 'DOCKER-USER')) {
    iptables('-D', 'FORWARD', '-j', 'DOCKER-USER');
  }
  iptables('-I', 'FORWARD', '-j', 'DOCKER-USER');
}

const skip = whyNot() ?? false;
const servers = [];
const namespaces = [];
let directory;

const firewall = verb =>
  execFileSync('ip', ['netns', 'exec', HOST, SCRIPT, verb], {
    stdio: 'pipe',
    env: {
      ...process.env,
      PYK8S_LAB_FIREWALL_CONF: join(directory, 'firewall.conf'),
    },
  });

const names = Object.keys(CLOSED);
const openToLab = () => {
  const all = reached(LAB, Object.values(CLOSED));
  return names.filter((_, index) => all[index]);
};
const assertKept = () => {
  assert.deepEqual(openToLab(), []);
  assert.deepEqual(reached(LAB, [INTERNET]), [true], 'the internet');
  assert.deepEqual(reached(OUTSIDE, [LAB_ADDRESS]), [true], 'people');
};

before(async () => {
  if (skip) {
    return;
  }
  directory = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
  writeFileSync(join(directory, 'firewall.conf'), 'INTERNET=yes\n');
  for (const namespace of [HOST, LAB, OTHER_LAB, OUTSIDE]) {
    run('ip', 'netns', 'add', namespace);
    namespaces.push(namespace);
    within(namespace, 'ip', 'link', 'set', 'lo', 'up');
  }
  addLab(LAB, BRIDGES[0], '172.30.0', 1);
  addLab(OTHER_LAB, BRIDGES[1], '172.31.0', 2);
  addOutside();
  within(HOST, 'sysctl', '-qw', 'net.ipv4.ip_forward=1');
  // Every refused connection fails at once.
  within(HOST, 'sysctl', '-qw', 'net.ipv4.icmp_ratelimit=0');
  for (const namespace of namespaces) {
    const server = spawn(
      'ip',
      ['netns', 'exec', namespace, process.execPath, '--eval', SERVER],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    servers.push(server);
    await once(server.stdout, 'data');
  }
});

after(() => {
  servers.forEach(server => server.kill('SIGKILL'));
  namespaces.forEach(namespace => run('ip', 'netns', 'delete', namespace));
  if (directory) {
    rmSync(directory, { recursive: true });
  }
});

test(
  'without the rules a lab reaches everything: the probes are good',
  { skip },
  () => {
    flush();
    dockerStarts();
    assert.deepEqual(openToLab(), names);
  },
);

test('rules that were set before Docker starts hold', { skip }, () => {
  flush();
  firewall('apply');
  dockerStarts();
  assertKept();
});

test(
  'rules that were set while Docker runs outlive its restart',
  { skip },
  () => {
    flush();
    dockerStarts();
    firewall('apply');
    assertKept();
    dockerStarts();
    assertKept();
  },
);

test(
  'what was flushed is there again after "apply", before Docker is restarted and after it',
  { skip },
  () => {
    flush();
    dockerStarts();
    firewall('apply');
    flush();
    assert.deepEqual(openToLab(), names);
    firewall('apply');
    assertKept();
    dockerStarts();
    assertKept();
  },
);

test('"remove" leaves the rules of Docker as they were', { skip }, () => {
  flush();
  dockerStarts();
  const rules = iptables('-S');
  firewall('apply');
  assert.notEqual(iptables('-S'), rules);
  firewall('remove');
  assert.equal(iptables('-S'), rules);
  assert.deepEqual(openToLab(), names);
});
