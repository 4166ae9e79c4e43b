// @ts-check

/**
 * Pausing, warnings, and what quotas, rate limits and retention look for.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('labs', table => {
    table
      .integer('warned_seconds')
      .comment('The last warning before its end, by its seconds');
    table.dateTime('paused_at').comment('While PAUSED, since when');
    table
      .integer('paused_seconds_left')
      .comment('While PAUSED with its time stopped, what is left of it');
    table.dateTime('last_active_at').comment('When people last used it');
    table
      .bigInteger('activity_count')
      .comment('Requests of people, as the cluster counted them last');
    table.dateTime('activity_checked_at');
    table.index(['created_by', 'created_at'], 'labs_creator_idx');
    table.index(['kubeconfig_key_id'], 'labs_key_idx');
  });
  await knex.schema.alterTable('lab_events', table => {
    table.index(['at'], 'lab_events_at_idx');
  });
  // Locked while a lab is added, so that no two requests take the same last place.
  await knex('lab_counters').insert({ name: 'quotas', value: 0 });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('lab_counters').where({ name: 'quotas' }).delete();
  await knex.schema.alterTable('lab_events', table => {
    table.dropIndex(['at'], 'lab_events_at_idx');
  });
  await knex.schema.alterTable('labs', table => {
    table.dropIndex(['kubeconfig_key_id'], 'labs_key_idx');
    table.dropIndex(['created_by', 'created_at'], 'labs_creator_idx');
    table.dropColumns(
      'activity_checked_at',
      'activity_count',
      'last_active_at',
      'paused_seconds_left',
      'paused_at',
      'warned_seconds',
    );
  });
};
