package org.crashtag.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The dumps for which today's decoders would write other rows than those in the tables.
 *
 * <pre>
 * rebuild.decided    the decoder of each tag today
 * rebuild.outdated   the dumps
 * </pre>
 */
final class Outdated {
  /** The tables to compare. */
  static final List<String> TABLES = List.of("dumps", "tags");

  private Outdated() {}

  /**
   * Finds them and returns their number.
   *
   * @param parts with views of {@link #TABLES}
   * @param all whether every dump counts
   */
  static long find(MergedParts parts, Redecoder redecoder, boolean all) throws SQLException {
    parts.run("CREATE SCHEMA rebuild");
    parts.run("CREATE TABLE rebuild.decided (tag VARCHAR, decoder VARCHAR)");
    for (String tag : parts.texts("SELECT DISTINCT tag FROM tags WHERE tag IS NOT NULL")) {
      Optional<String> decoder = redecoder.decoder(tag);
      if (decoder.isPresent()) {
        parts.run(
            "INSERT INTO rebuild.decided VALUES ("
                + ViewStatements.literal(tag)
                + ", "
                + ViewStatements.literal(decoder.get())
                + ")");
      }
    }
    parts.run(
        "CREATE TABLE rebuild.outdated AS SELECT DISTINCT dump_id FROM "
            + (all
                ? "dumps"
                : "tags JOIN rebuild.decided AS now USING (tag) WHERE bytes > 0"
                    // Rows with texts aren't outdated by a run that is given no texts.
                    + " AND tags.decoder IS DISTINCT FROM now.decoder"
                    + " AND NOT starts_with(coalesce(tags.decoder, ''), now.decoder || ' +')"));
    return parts.number("SELECT count(*) FROM rebuild.outdated");
  }
}
