// @ts-check

/**
 * What was asked for, counted, and how much of it is done. Existing labs count as
 * done, and are looked at anyway.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('labs', table => {
    table
      .integer('generation')
      .notNullable()
      .defaultTo(1)
      .comment('Grows with every change that somebody asks for');
    table
      .integer('observed_generation')
      .notNullable()
      .defaultTo(1)
      .comment('The generation up to which it is done');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('labs', table => {
    table.dropColumn('observed_generation');
    table.dropColumn('generation');
  });
};
