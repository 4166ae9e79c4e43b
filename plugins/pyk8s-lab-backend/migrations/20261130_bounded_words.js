// @ts-check

const MAX_MESSAGE = 2_000;
const MAX_JSON = 65_536;
const MAX_DATA = 16_384;

/**
 * Cuts what clusters have said without a bound: many such rows at once, as a reader
 * who was away gets them, would not fit into memory. A lab says anew how it is.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex('labs')
    .whereRaw('length(status_message) > ?', [MAX_MESSAGE])
    .update({
      status_message: knex.raw('substr(status_message, 1, ?)', [MAX_MESSAGE]),
    });
  await knex('labs')
    .whereRaw('length(conditions) > ?', [MAX_JSON])
    .update({ conditions: '{}' });
  await knex('labs')
    .whereRaw('length(nodes) > ?', [MAX_JSON])
    .update({ nodes: '[]' });
  await knex('lab_events')
    .whereRaw('length(message) > ?', [MAX_MESSAGE])
    .update({ message: knex.raw('substr(message, 1, ?)', [MAX_MESSAGE]) });
  await knex('lab_events')
    .whereRaw('length(data) > ?', [MAX_DATA])
    .update({ data: null });
};

/** What was cut is gone. */
exports.down = async function down() {};
