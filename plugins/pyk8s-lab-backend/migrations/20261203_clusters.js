// @ts-check

/**
 * The state of the cluster of a lab that exists already. What a lab in between has
 * is checked by its next step, whatever this says.
 *
 * @type {Record<string, string>}
 */
const STATE_OF = {
  PROVISIONING: 'provisioning',
  RUNNING: 'ready',
  PAUSING: 'ready',
  RESUMING: 'stopped',
  PAUSED: 'stopped',
  UPDATING: 'ready',
  ERROR: 'broken',
  DELETING: 'removing',
};

/**
 * A cluster is a record of its own. The existing clusters are named after their
 * labs' ids, so those become the clusters' ids as well, and nothing is recreated.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = String(knex.client.config.client).startsWith('pg');
  if (isPostgres) {
    // A replica of the earlier version that still runs changes no lab between the
    // read below and the end. SQLite has one writer anyway.
    await knex.raw('lock table labs in access exclusive mode');
  }
  await knex.schema.createTable('clusters', table => {
    table.comment('What the providers keep for this portal');
    table.string('id', 36).primary().comment('UUID; the end of its name');
    table
      .string('lab_id', 36)
      .unique({ indexName: 'clusters_lab_uniq' })
      .comment('The lab that has it; null: a spare, or left to be removed');
    table.string('provider').notNullable();
    table.string('host').notNullable().comment('Lab host that it runs on');
    table.string('name').notNullable().comment('lab-<instance id>-<id>');
    table
      .string('template', 64)
      .comment('Hash of what decides how it is made; null: not known');
    table
      .string('state')
      .notNullable()
      .comment('provisioning, ready, stopped, removing, gone or broken');
    table.dateTime('state_since').notNullable();
    table
      .integer('state_version')
      .notNullable()
      .comment('Grows with each change of the state');
    table
      .text('observed')
      .comment('JSON: its nodes as the provider lists them');
    table.dateTime('observed_at').comment('When that look began');
    table
      .integer('observed_version')
      .comment('The state_version that the look was about');
    table.integer('failures').notNullable().comment('Removals that failed');
    table
      .dateTime('next_attempt_at')
      .comment('When one without a lab is next looked at; null: never');
    table.string('lease_holder').comment('What changes the cluster now');
    table.dateTime('lease_until');
    table.dateTime('created_at').notNullable();

    table.unique(['provider', 'host', 'name'], {
      indexName: 'clusters_name_uniq',
    });
    table.index(['next_attempt_at'], 'clusters_due_idx');
    table.index(['template', 'state'], 'clusters_template_idx');
  });

  const meta = await knex('lab_meta')
    .where({ name: 'instance_id' })
    .first('value');
  const labs = await knex('labs')
    .whereNot({ status: 'DELETED' })
    // One that was never begun has no cluster; the remains of a failed attempt
    // are removed before the next one.
    .where(query =>
      query.whereNot({ status: 'QUEUED' }).orWhere('attempt', '>', 0),
    )
    .select('id', 'provider', 'host', 'status', 'has_cluster', 'created_at');
  const now = Date.now();
  const since = isPostgres ? new Date(now) : now;
  for (const lab of labs) {
    await knex('clusters').insert({
      id: lab.id,
      lab_id: lab.id,
      provider: lab.provider,
      host: lab.host,
      name: `lab-${meta?.value}-${lab.id}`,
      state:
        lab.status === 'ERROR' && !lab.has_cluster
          ? 'gone'
          : STATE_OF[lab.status] ?? 'removing',
      state_since: since,
      state_version: 1,
      failures: 0,
      created_at: lab.created_at,
    });
  }
  await knex.schema.alterTable('labs', table => {
    table.dropColumn('has_cluster');
  });
};

/**
 * Only for a database without labs: an earlier version would delete every cluster
 * that is not named after a lab's id.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('labs', table => {
    table.boolean('has_cluster').notNullable().defaultTo(true);
  });
  await knex.schema.dropTable('clusters');
};
