import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('firewall', import.meta.url));

/** Records its arguments; $FAILING is an extended regular expression. */
const IPTABLES = `#!/bin/bash
echo "$(basename "$0") $*" >>"$CALLS"
case $0 in *-restore) cat >>"$CALLS" ;; esac
[[ -z $FAILING || ! "$*" =~ $FAILING ]]
`;

const UNIT = 'etc/systemd/system/pyk8s-lab-firewall.service';

/** systemd's output for a unit. */
function verify(unit) {
  const { status, stdout, stderr } = spawnSync(
    'systemd-analyze',
    ['verify', unit],
    { encoding: 'utf8' },
  );
  // null when the command does not exist.
  // Its output includes the units that this one names.
  const words = `${stdout}${stderr}`
    .split('\n')
    .filter(line => line.includes('pyk8s-lab-firewall'));
  return { status, words };
}

/** Runs the script on a simulated machine, whose iptables accepts everything. */
function firewall(verb, { settings, failing = '' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pyk8s-lab-test-'));
  const calls = join(folder, 'calls');
  const conf = join(folder, 'etc/pyk8s-lab/firewall.conf');
  for (const name of [
    'iptables',
    'iptables-restore',
    'ip6tables',
    'ip6tables-restore',
    'systemctl',
  ]) {
    writeFileSync(join(folder, name), IPTABLES, { mode: 0o755 });
  }
  for (const path of [conf, join(folder, UNIT)]) {
    mkdirSync(dirname(path), { recursive: true });
  }
  for (const path of ['run/systemd/system', 'usr/local/sbin']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  if (settings !== undefined) {
    writeFileSync(conf, settings);
  }
  const { status, stderr } = spawnSync(SCRIPT, [verb], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      CALLS: calls,
      FAILING: failing,
      PYK8S_LAB_FIREWALL_ROOT: folder,
    },
  });
  const verified = existsSync(join(folder, UNIT))
    ? verify(join(folder, UNIT))
    : undefined;
  const lines = existsSync(calls)
    ? readFileSync(calls, 'utf8').split('\n')
    : [];
  const unit = existsSync(join(folder, UNIT))
    ? readFileSync(join(folder, UNIT), 'utf8')
    : undefined;
  rmSync(folder, { recursive: true });
  return { status, stderr, lines, unit, verified };
}

const applied = settings => {
  const { status, stderr, lines } = firewall('apply', { settings });
  assert.equal(status, 0, stderr);
  return lines;
};

const CLOSED = '-A PYK8S-LAB-FORWARD -j REJECT';
const restored = (lines, family) => {
  const begin = lines.findIndex(line => line.startsWith(`${family}-restore`));
  return lines.slice(begin, lines.indexOf('COMMIT', begin));
};

test('the internet is open without settings', () => {
  assert.ok(!restored(applied(undefined), 'iptables').includes(CLOSED));
});

for (const ending of ['', '\n', '\n\n   \n# the end']) {
  test(`the last setting counts before ${JSON.stringify(ending)}`, () => {
    assert.ok(
      restored(applied(`INTERNET=no${ending}`), 'iptables').includes(CLOSED),
    );
    assert.ok(
      applied(`# ours\nDENY="203.0.113.0/24"${ending}`).includes(
        '-A PYK8S-LAB-FORWARD -d 203.0.113.0/24 -j REJECT',
      ),
    );
  });
}

for (const settings of [
  'INTERNT=no',
  'INTERNET',
  'INTERNET no',
  'INTERNET = no',
  'INTERNET=No',
  'INTERNET=no\r',
  'INTERNET=no # closed',
  'DENY',
  'DENY="203.0.113.0/24',
  'DENY=*',
  'DENY=company.example.com',
  'DENY=203.0.113.256',
  'DENY=203.0.113.0/33',
  'DENY=203.0.113.7:',
  'DENY=203.0.113.7:0',
  'DENY=203.0.113.7:65536',
  'DENY=[fd00::1]',
  'DENY=fd00::/129',
]) {
  test(`${JSON.stringify(settings)} is refused, and no rule is changed`, () => {
    const { status, stderr, lines } = firewall('apply', { settings });
    assert.equal(status, 1);
    assert.match(stderr, /firewall\.conf.* What to do: /);
    assert.deepEqual(lines, []);
  });
}

test('addresses that clouds and networks keep for themselves are refused', () => {
  const lines = applied('INTERNET=yes');
  for (const network of [
    '100.64.0.0/10',
    '168.63.129.16',
    '169.254.0.0/16',
    '192.0.0.0/24',
    '198.18.0.0/15',
  ]) {
    assert.ok(lines.includes(`-A PYK8S-LAB-FORWARD -d ${network} -j REJECT`));
  }
});

test('ALLOW opens this machine only with a port', () => {
  const lines = applied('ALLOW="10.2.0.0/16 10.1.2.3:5000 [fd00::1]:5000"');
  const allowed = lines.filter(line =>
    / (-d 10\.[12]\.|-d fd00).*RETURN/.test(line),
  );
  assert.deepEqual(allowed, [
    '-A PYK8S-LAB-FORWARD -d 10.2.0.0/16 -j RETURN',
    '-A PYK8S-LAB-FORWARD -d 10.1.2.3 -p tcp --dport 5000 -j RETURN',
    '-A PYK8S-LAB-INPUT -d 10.1.2.3 -p tcp --dport 5000 -j RETURN',
    ...(existsSync('/proc/net/if_inet6')
      ? [
          '-A PYK8S-LAB-FORWARD -d fd00::1 -p tcp --dport 5000 -j RETURN',
          '-A PYK8S-LAB-INPUT -d fd00::1 -p tcp --dport 5000 -j RETURN',
        ]
      : []),
  ]);
});

test('what others have in DOCKER-USER stays, also when it cannot be read', () => {
  const { status, lines } = firewall('apply', {
    failing: '-L|-S|-C|-N DOCKER-USER',
  });
  assert.equal(status, 0);
  assert.ok(!lines.some(line => line.startsWith(':DOCKER-USER')));
  assert.ok(!lines.some(line => line.includes('PYK8S-LAB-MADE-USER')));
  assert.ok(lines.includes('-I DOCKER-USER 1 -i pyk8s+ -j PYK8S-LAB-FORWARD'));
});

test('DOCKER-USER is removed only where it was made by set', () => {
  assert.ok(applied('').includes('iptables --wait 10 -N PYK8S-LAB-MADE-USER'));
  // There are no more rules to delete, and no mark.
  const { lines } = firewall('remove', { failing: ' -D | -X PYK8S-LAB-MADE' });
  assert.ok(!lines.includes('iptables --wait 10 -X DOCKER-USER'));
  const mine = firewall('remove', { failing: ' -D ' });
  assert.ok(mine.lines.includes('iptables --wait 10 -X DOCKER-USER'));
});

test('the unit starts after other firewalls, and before Docker', () => {
  assert.equal(firewall('apply').unit, undefined);
  const { unit, lines } = firewall('set');
  for (const name of [
    'netfilter-persistent',
    'iptables',
    'nftables',
    'ufw',
    'firewalld',
  ]) {
    assert.match(unit, new RegExp(`^After=.*\\b${name}\\.service`, 'm'));
  }
  assert.match(unit, /^Before=docker\.service$/m);
  assert.ok(
    lines.includes('systemctl reenable --quiet pyk8s-lab-firewall.service'),
  );
});

test('the unit goes with restarts and reloads of what may flush the tables', () => {
  const { unit, lines } = firewall('set');
  for (const name of ['netfilter-persistent', 'nftables', 'ufw', 'firewalld']) {
    assert.match(unit, new RegExp(`^PartOf=.*\\b${name}\\.service`, 'm'));
    assert.match(
      unit,
      new RegExp(`^ReloadPropagatedFrom=.*\\b${name}\\.service`, 'm'),
    );
  }
  assert.match(unit, /^PartOf=docker\.service /m);
  // An inactive unit is not restarted with others, only started with Docker.
  assert.match(unit, /^WantedBy=.* docker\.service /m);
  assert.ok(lines.includes('systemctl start pyk8s-lab-firewall.service'));
});

test(
  'systemd finds nothing wrong with the unit',
  {
    skip:
      spawnSync('systemd-analyze', ['--version']).status !== 0 &&
      'there is no systemd-analyze command',
  },
  () => {
    const { verified } = firewall('set');
    assert.deepEqual(verified, { status: 0, words: [] });
  },
);
