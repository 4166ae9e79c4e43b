// @ts-check

/**
 * The component of the catalog that a lab is made for.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('labs', table => {
    table
      .string('component_ref', 255)
      .comment('Entity ref of the component that it is for; null: none');
    table.index(['component_ref'], 'labs_component_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('labs', table => {
    table.dropIndex(['component_ref'], 'labs_component_idx');
  });
  await knex.schema.alterTable('labs', table => {
    table.dropColumn('component_ref');
  });
};
