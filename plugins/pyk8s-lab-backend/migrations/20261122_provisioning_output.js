// @ts-check

/**
 * What is printed while clusters are made.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('lab_outputs', table => {
    table.comment('What was printed while clusters were made, in pieces');
    table.bigIncrements('id').comment('Grows with every piece of one run');
    table.string('lab_id', 36).notNullable();
    table
      .string('run_id', 36)
      .notNullable()
      .comment('UUID: one go at making the cluster');
    table.integer('attempt').notNullable().comment('Of the lab, at that time');
    table.dateTime('at').notNullable();
    table.text('text').notNullable().comment('Whole lines');
    table.index(['lab_id', 'id'], 'lab_outputs_lab_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lab_outputs');
};
