// @ts-check

/**
 * What takes long and goes on in labs.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('lab_jobs', table => {
    table.comment('What takes long and goes on in labs');
    table.bigIncrements('seq').comment('The order in which they began');
    table.string('id', 36).notNullable().unique().comment('UUID');
    table.string('lab_id', 36).notNullable();
    table.string('type', 32).notNullable();
    table.text('title').notNullable().comment('For people');
    table.string('status', 16).notNullable();
    table
      .text('message')
      .notNullable()
      .comment('What it does, or how it ended');
    table.integer('progress').comment('In percent; null: not known');
    table.string('created_by', 255).comment('Entity ref; null: the portal');
    table.dateTime('created_at').notNullable();
    table.dateTime('ended_at');
    table
      .dateTime('seen_at')
      .notNullable()
      .comment('When the process that does it last said so');
    table
      .boolean('cancel_requested')
      .notNullable()
      .comment('Read by the process that does it');
    table
      .string('slot', 32)
      .comment('Of one, a lab has one job at a time; null once it has ended');
    table.string('trace_id', 32);
    table.text('result').comment('JSON');
    // Both engines take any number of nulls for different.
    table.unique(['lab_id', 'slot'], { indexName: 'lab_jobs_slot_idx' });
    table.index(['lab_id', 'seq'], 'lab_jobs_lab_idx');
    table.index(['status', 'seen_at'], 'lab_jobs_abandoned_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lab_jobs');
};
