// @ts-check

/**
 * The images that people have imported into labs: what each node shall have.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('lab_images', table => {
    table.comment('The images that were imported into labs');
    table.string('lab_id', 36).notNullable();
    table
      .string('reference', 700)
      .notNullable()
      .comment('In full: docker.io/library/my-app:1.0');
    table.string('image_id', 71).notNullable().comment('sha256:…');
    table.bigInteger('size_bytes').notNullable();
    table
      .dateTime('running_at')
      .notNullable()
      .comment('When the lab began to run: a recreated lab has no images');
    table.dateTime('imported_at').notNullable();
    table.string('imported_by', 255).comment('Entity ref');
    table.primary(['lab_id', 'reference']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lab_images');
};
