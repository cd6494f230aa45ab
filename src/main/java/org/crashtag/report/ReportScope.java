package org.crashtag.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.crashtag.decode.TableSchema;

/**
 * What a page is about.
 *
 * @param output the output folder, as the user names it
 * @param program version of this program
 * @param latestRun when the newest run was committed
 * @param baseline the first day of the later one of two spans that are compared; empty for the last
 *     four weeks
 * @param condition SQL about columns of {@code dumps}; a dump that doesn't meet it is left out
 * @param ownTables tables that pipeline files declare
 * @param keepsPrivate whether the tables hold private values in plain text
 */
public record ReportScope(
    String output,
    String program,
    Instant latestRun,
    Optional<LocalDate> baseline,
    Optional<String> condition,
    List<TableSchema> ownTables,
    boolean keepsPrivate) {
  public ReportScope {
    ownTables = List.copyOf(ownTables);
  }
}
