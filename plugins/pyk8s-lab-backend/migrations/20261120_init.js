// @ts-check

/**
 * Labs, their events, and what belongs to the portal as a whole.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('labs', table => {
    table.comment('One row for each lab, kept after the lab is deleted');
    table.string('id', 36).primary().comment('UUID');
    table.string('name', 63).notNullable().comment('RFC 1123 label');
    table.string('owner_ref').notNullable().comment('Entity ref of the owner');
    table.string('created_by').notNullable().comment('Entity ref of a user');
    table.string('purpose', 500).comment('Why the lab was made');
    table
      .string('idempotency_key', 200)
      .comment('What created_by sent to make a retry safe');
    table.string('provider').notNullable();
    table.boolean('simulated').notNullable();
    table.string('host').notNullable().comment('Lab host that it runs on');
    table.text('spec').notNullable().comment('JSON: version, workers');
    table.string('desired').notNullable().comment('running or deleted');
    table.string('status').notNullable();
    table.text('status_message').notNullable();
    table.string('phase').comment('Step of provisioning that runs now');
    table.dateTime('phase_started_at');
    table.text('phases').notNullable().comment('JSON: steps with their times');
    table.double('progress').notNullable().comment('From 0 to 1');
    table.text('conditions').notNullable().comment('JSON: state by name');
    table.text('nodes').notNullable().comment('JSON: nodes as last seen');
    table.integer('attempt').notNullable().comment('Attempts at provisioning');
    table
      .integer('failures')
      .notNullable()
      .comment('Steps that failed in a row; sets the pause before the next');
    table
      .dateTime('next_attempt_at')
      .comment('When the reconciler looks next; null: never');
    table.string('lease_holder').comment('The worker that drives the lab');
    table.dateTime('lease_until');
    table.integer('ttl_seconds').notNullable();
    table.dateTime('created_at').notNullable();
    table.dateTime('running_at');
    table.dateTime('expires_at').notNullable();
    table.dateTime('deleted_at').comment('When nothing was left of it');
    table.string('endpoint').comment('URL of the API server');
    table.string('server_version');
    table.text('kubeconfig').comment('Ciphertext');
    table.string('kubeconfig_key_id').comment('The key of the ciphertext');
    table.integer('version').notNullable().comment('Grows with every change');

    table.index(['next_attempt_at'], 'labs_due_idx');
    table.index(['status', 'created_at'], 'labs_status_idx');
    table.index(['owner_ref', 'created_at'], 'labs_owner_idx');
  });
  // A name is free again once its lab is deleted.
  await knex.raw(
    `create unique index labs_owner_name_uniq on labs (owner_ref, name) where status <> 'DELETED'`,
  );
  await knex.raw(
    `create unique index labs_idempotency_uniq on labs (created_by, idempotency_key) where idempotency_key is not null`,
  );

  await knex.schema.createTable('lab_events', table => {
    table.comment('What happened to labs; append-only');
    table
      .bigInteger('seq')
      .primary()
      .comment('From lab_counters, so that it grows in the order of commits');
    table.string('lab_id', 36).notNullable();
    table.dateTime('at').notNullable();
    table.string('type').notNullable();
    table.string('actor_ref').comment('Entity ref; null: the portal itself');
    table.text('message').notNullable();
    table.text('data').comment('JSON');
    table.index(['lab_id', 'seq'], 'lab_events_lab_idx');
  });

  await knex.schema.createTable('lab_counters', table => {
    table.comment('Rows that are locked to keep things in order');
    table.string('name').primary();
    table.bigInteger('value').notNullable();
  });
  await knex('lab_counters').insert([
    { name: 'events', value: 0 },
    { name: 'placement', value: 0 },
  ]);

  await knex.schema.createTable('lab_meta', table => {
    table.comment('Facts about this portal');
    table.string('name').primary();
    table.string('value').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lab_meta');
  await knex.schema.dropTable('lab_counters');
  await knex.schema.dropTable('lab_events');
  await knex.schema.dropTable('labs');
};
