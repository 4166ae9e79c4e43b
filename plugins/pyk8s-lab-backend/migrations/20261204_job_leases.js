// @ts-check

/**
 * Jobs are claimed with a lease, as labs are, and can be started again by another
 * portal. A job that runs during the upgrade is no longer reported, so its lease has
 * expired.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('lab_jobs', table => {
    table.dropIndex(['status', 'seen_at'], 'lab_jobs_abandoned_idx');
  });
  await knex.schema.alterTable('lab_jobs', table => {
    table.renameColumn('seen_at', 'lease_until');
  });
  await knex.schema.alterTable('lab_jobs', table => {
    table
      .string('lease_holder', 36)
      .comment('The worker that does it; null once it has ended');
    table
      .integer('attempt')
      .notNullable()
      .defaultTo(1)
      .comment('Counts its workers');
    table.text('params').comment('JSON: what it can be started again with');
    table.text('steps').comment('JSON: the steps of this attempt');
    table
      .integer('version')
      .notNullable()
      .defaultTo(1)
      .comment('Grows with every change; readers keep the highest');
    table.index(['status', 'lease_until'], 'lab_jobs_lease_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('lab_jobs', table => {
    table.dropIndex(['status', 'lease_until'], 'lab_jobs_lease_idx');
  });
  await knex.schema.alterTable('lab_jobs', table => {
    table.dropColumns('lease_holder', 'attempt', 'params', 'steps', 'version');
  });
  await knex.schema.alterTable('lab_jobs', table => {
    table.renameColumn('lease_until', 'seen_at');
  });
  await knex.schema.alterTable('lab_jobs', table => {
    table.index(['status', 'seen_at'], 'lab_jobs_abandoned_idx');
  });
};
