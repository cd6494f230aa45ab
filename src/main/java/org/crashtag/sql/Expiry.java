package org.crashtag.sql;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import org.crashtag.decode.TableSchema;

/** Which rows are too old. */
final class Expiry {
  /** Table names that a pipeline file can't declare. */
  private static final String DUMPS = "\"crashtag:expired\"";

  private static final String SOURCES = "\"crashtag:expired_sources\"";

  private Expiry() {}

  /**
   * Finds the rows of dumps that crashed before a day (UTC), and of other sources that last changed
   * before it.
   *
   * @return the condition for rows that stay; empty if all do
   */
  static Optional<Upkeep.Condition> find(MergedParts parts, LocalDate before) throws SQLException {
    String day = "TIMESTAMPTZ '" + before + " 00:00:00+00'";
    parts.run(
        "CREATE TEMP TABLE "
            + DUMPS
            + " AS SELECT dump_id FROM "
            + MergedParts.CRASHES
            + " WHERE crashed < "
            + day);
    parts.run(
        "CREATE TEMP TABLE "
            + SOURCES
            + " AS SELECT DISTINCT source FROM sources WHERE dump_id IS NULL AND modified < "
            + day);
    boolean none =
        parts.number("SELECT count(*) FROM " + DUMPS) == 0
            && parts.number("SELECT count(*) FROM " + SOURCES) == 0;
    return none ? Optional.empty() : Optional.of(Expiry::stays);
  }

  /** Rows without a dump are removed with their source. */
  private static String stays(TableSchema table) {
    String ofDumps = "coalesce(dump_id NOT IN (SELECT dump_id FROM " + DUMPS + "), TRUE)";
    boolean ofSources = table.columns().stream().anyMatch(column -> column.name().equals("source"));
    return ofSources
        ? ofDumps
            + " AND (dump_id IS NOT NULL OR source NOT IN (SELECT source FROM "
            + SOURCES
            + "))"
        : ofDumps;
  }
}
