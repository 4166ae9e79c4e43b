// @ts-check

/**
 * Whether the provider may have something of a lab's cluster: what has none uses no
 * quota. Of the labs that there are it is not known, and the next sweep says it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('labs', table => {
    table
      .boolean('has_cluster')
      .notNullable()
      .defaultTo(true)
      .comment('False: the provider has nothing of its cluster');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('labs', table => {
    table.dropColumn('has_cluster');
  });
};
