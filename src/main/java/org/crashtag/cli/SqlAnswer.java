package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.Nearest;
import org.crashtag.decode.Decoders;
import org.crashtag.sql.Attachment;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.EngineFiles;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.ResultFormat;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.sql.View;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;

/**
 * Prints the answers to statements about the tables of an output folder.
 *
 * @param output the folder
 * @param format how answers are written
 * @param attachments the user's files, as additional tables
 */
record SqlAnswer(String output, ResultFormat format, List<Attachment> attachments) {
  private static final Pattern MISSING_TABLE =
      Pattern.compile("Catalog Error: Table with name (\\w+) does not exist!");

  /** The number of rows if every statement succeeded, else {@link #FAULT}. */
  static final long FAULT = -1;

  SqlAnswer(String output, ResultFormat format) {
    this(output, format, List.of());
  }

  /** What is done with the tables. */
  @FunctionalInterface
  interface Use {
    /** Returns a number of rows. */
    long of(SqlSession session, List<View> views) throws IOException, SqlFault;
  }

  /**
   * Prints the result of each statement that has one, up to the first that fails.
   *
   * @return the total number of rows, or {@link #FAULT} after a message
   */
  long print(Terminal terminal, List<String> statements) throws IOException {
    return open(terminal, (session, views) -> print(terminal, session, statements));
  }

  /**
   * Opens the tables.
   *
   * @return what {@code use} returned, or {@link #FAULT} after a message
   */
  long open(Terminal terminal, Use use) throws IOException {
    List<Manifest> manifests = OutputOptions.manifests(terminal, output);
    if (manifests.isEmpty()) {
      return FAULT;
    }
    if (OutputOptions.isDamaged(terminal, output, manifests)) {
      return FAULT;
    }
    sayWhetherStatementsAreOutdated(terminal, manifests.get(manifests.size() - 1).run());
    List<View> views = CommittedViews.of(output, manifests, Tables.all(Decoders.load().tables()));
    attachments.forEach(file -> checkName(file, views));
    try (SqlSession session = SqlSession.open(views, attachments)) {
      return use.of(session, views);
    } catch (SqlFault e) {
      terminal.out().flush();
      // The engine's message has several lines, with a mark below the fault.
      terminal.err().println("crashtag: " + message(e, views));
      return FAULT;
    }
  }

  private void sayWhetherStatementsAreOutdated(Terminal terminal, String latest)
      throws IOException {
    Storage storage = Storages.all();
    EngineFiles.outdated(storage, new OutputFolder(storage, output), latest)
        .ifPresent(
            reason ->
                terminal.complain(
                    output + "/_sql",
                    reason + "; \"crashtag ddl --output " + output + "\" writes them again"));
  }

  private void checkName(Attachment file, List<View> views) {
    long same =
        attachments.stream().filter(other -> other.name().equalsIgnoreCase(file.name())).count();
    boolean taken = views.stream().anyMatch(v -> v.schema().name().equalsIgnoreCase(file.name()));
    if (taken || same > 1) {
      throw new UsageException(
          "--attach "
              + file.path()
              + ": there already is a table "
              + file.name()
              + "; rename the file");
    }
  }

  private long print(Terminal terminal, SqlSession session, List<String> statements)
      throws IOException, SqlFault {
    Writer writer = new OutputStreamWriter(terminal.out(), UTF_8);
    int width = terminal.interactive() ? terminal.columns() : ResultFormat.UNLIMITED;
    long rows = 0;
    boolean isFirst = true;
    for (String statement : statements) {
      try (QueryResult result = session.query(statement)) {
        boolean answers = !result.columns().isEmpty();
        if (answers && !isFirst && format != ResultFormat.JSON) {
          writer.write('\n');
        }
        format.print(result, width, writer);
        rows += result.rowsRead();
        isFirst &= !answers;
      }
    }
    writer.flush();
    return rows;
  }

  /** The engine's message, unless a table is missing in the folder. */
  String message(SqlFault fault, List<View> views) {
    Matcher missing = MISSING_TABLE.matcher(fault.getMessage());
    if (!missing.find()) {
      return fault.getMessage();
    }
    String table = missing.group(1);
    String hint = Nearest.hint(table, views.stream().map(view -> view.schema().name()).toList());
    return Escape.text(output)
        + ": no table "
        + table
        + (hint.isEmpty() ? "; if a pipeline file declares it, run that file first" : hint);
  }
}
