package org.crashtag.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;

/**
 * A DuckDB engine in this process with a view for each table. Times are UTC. Statements can read
 * the parts and create tables and views for the session. They can't reach other files or the
 * network, change a part, or change the engine's settings.
 */
public final class SqlSession implements AutoCloseable {
  private static final String DEFAULT_MEMORY = "1GB";

  /**
   * The engine would also overwrite files that it may read. The whole statement is searched for
   * COPY ... TO, except comments at its start, because a construct that hides a word here may not
   * hide it from the engine.
   */
  private static final Pattern WRITES_FILES =
      Pattern.compile(
          "\\b(copy\\b.*\\bto|export\\b.*\\bdatabase)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final String CANCELLED = "the statement was cancelled";

  private static final Pattern COMMENTS_AT_START = Pattern.compile("\\A(\\s*--[^\\r\\n]*+)++");

  /** These functions take names of tables and statements as texts, which can be computed. */
  private static final Pattern COMPUTED_NAMES =
      Pattern.compile("\\bquery(_table)?\\b", Pattern.CASE_INSENSITIVE);

  private final Path spillFolder;
  private final Connection connection;
  private volatile Statement running;
  private volatile boolean cancelled;

  /** The views whose parts are in an object store, and were not needed so far, by name. */
  private final Map<String, View> distant = new LinkedHashMap<>();

  private PartCache cache;

  private SqlSession(Path spillFolder, Connection connection) {
    this.spillFolder = spillFolder;
    this.connection = connection;
  }

  /**
   * Starts an engine that uses at most 1 GB of memory, and all processors.
   *
   * @throws SqlFault if a part can't be read
   * @throws IOException if there is no room for temporary files
   */
  public static SqlSession open(List<View> views) throws SqlFault, IOException {
    return open(Storages.all(), views);
  }

  /**
   * As {@link #open(List)}, with parts in a certain storage.
   *
   * @param storage of the parts that aren't on a local disk
   */
  public static SqlSession open(Storage storage, List<View> views) throws SqlFault, IOException {
    return open(storage, views, List.of(), DEFAULT_MEMORY);
  }

  /**
   * As {@link #open(List)}, with files of the user's as more tables.
   *
   * @throws SqlFault if a part or a file can't be read, or two tables have one name
   */
  public static SqlSession open(List<View> views, List<Attachment> attachments)
      throws SqlFault, IOException {
    return open(Storages.all(), views, attachments, DEFAULT_MEMORY);
  }

  /**
   * As {@link #open(List)}, with a limit such as {@code 100MB}; what exceeds it is written to disk.
   *
   * @throws SqlFault if a part can't be read
   * @throws IOException if there is no room for temporary files
   */
  public static SqlSession open(List<View> views, String memory) throws SqlFault, IOException {
    return open(Storages.all(), views, List.of(), memory);
  }

  private static SqlSession open(
      Storage storage, List<View> views, List<Attachment> attachments, String memory)
      throws SqlFault, IOException {
    Path spillFolder = Files.createTempDirectory("crashtag-sql");
    SqlSession session = null;
    try {
      session = new SqlSession(spillFolder, connect());
      session.cache = PartCache.ofUser(storage, spillFolder);
      session.makeReady(views, attachments, memory);
      return session;
    } catch (SQLException e) {
      if (session == null) {
        Files.delete(spillFolder);
      } else {
        session.close();
      }
      throw new SqlFault(e);
    }
  }

  private static Connection connect() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("jdbc_stream_results", "true");
    return DriverManager.getConnection("jdbc:duckdb:", settings);
  }

  private void makeReady(List<View> views, List<Attachment> attachments, String memory)
      throws SQLException {
    run("SET TimeZone = 'UTC'");
    run("SET memory_limit = " + ViewStatements.literal(memory));
    run("SET temp_directory = " + ViewStatements.literal(spillFolder.toString()));
    run("SET autoinstall_known_extensions = false");
    run("SET autoload_known_extensions = false");
    run("SET allow_community_extensions = false");
    List<View.PartFile> parts = new ArrayList<>();
    for (View view : views) {
      boolean isDistant = view.parts().stream().anyMatch(PartCache::isRemote);
      if (isDistant) {
        distant.put(view.schema().name(), view);
      }
      // Without parts, until a statement names it.
      View known = isDistant ? new View(view.schema(), List.of()) : view;
      for (String statement : ViewStatements.of(known)) {
        run(statement);
      }
      view.parts().forEach(part -> parts.add(isDistant ? cache.copy(part) : part));
    }
    for (Attachment attachment : attachments) {
      run(attachment.statement());
    }
    run("SET allowed_paths = " + ViewStatements.allowedPaths(parts, attachments));
    run("SET enable_external_access = false");
    run("SET lock_configuration = true");
    connection.setAutoCommit(false);
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Runs one statement, or several with {@code ;} between them, as one transaction.
   *
   * @return the last one's result, to be closed before the next call
   */
  public QueryResult query(String sql) throws SqlFault {
    if (WRITES_FILES.matcher(COMMENTS_AT_START.matcher(sql).replaceFirst("")).find()) {
      throw new SqlFault("COPY ... TO and EXPORT DATABASE are not supported: files are only read");
    }
    PreparedStatement statement = null;
    cancelled = false;
    try {
      bringNear(sql);
      statement = connection.prepareStatement(sql);
      running = statement;
      boolean hasRows = statement.execute();
      if (!hasRows) {
        connection.commit();
      }
      return new QueryResult(statement, hasRows, () -> checkWhole(sql));
    } catch (SQLException e) {
      SQLException fault = abandoning(statement, e);
      throw cancelled ? new SqlFault(CANCELLED) : new SqlFault(fault);
    }
  }

  /**
   * Ends the statement that another thread runs, or whose rows it reads: it then fails with a
   * {@link SqlFault}. Does nothing between statements.
   */
  public void cancel() throws SqlFault {
    Statement statement = running;
    if (statement == null) {
      return;
    }
    cancelled = true;
    try {
      statement.cancel();
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }

  /** Copies the parts of the tables that a statement names. */
  private void bringNear(String sql) throws SQLException, SqlFault {
    if (distant.isEmpty()) {
      return;
    }
    boolean all = COMPUTED_NAMES.matcher(sql).find();
    String lower = sql.toLowerCase(Locale.ROOT);
    for (View view : List.copyOf(distant.values())) {
      String name = view.schema().name();
      if (all || lower.contains(name.toLowerCase(Locale.ROOT))) {
        View near;
        try {
          near = cache.near(view);
        } catch (IOException e) {
          throw new SqlFault(e);
        }
        for (String statement : ViewStatements.replacing(near)) {
          run(statement);
        }
        connection.commit();
        distant.remove(name);
      }
    }
  }

  private SQLException abandoning(Statement statement, SQLException fault) {
    try {
      if (statement != null) {
        statement.close();
      }
      connection.rollback();
    } catch (SQLException e) {
      fault.addSuppressed(e);
    }
    return fault;
  }

  /**
   * The driver ends a result at a fault as if all rows had been read. The fault aborts the
   * transaction, however, so another statement in it fails.
   */
  private void checkWhole(String sql) throws SqlFault {
    try {
      run("SELECT 1");
      connection.commit();
    } catch (SQLException e) {
      if (cancelled) {
        abandoning(null, e);
        throw new SqlFault(CANCELLED);
      }
      throw lateFault(sql);
    }
  }

  /** Runs a query again that failed while its rows were read, to get the reason. */
  private SqlFault lateFault(String sql) {
    try {
      connection.rollback();
      run("EXPLAIN ANALYZE " + sql);
      connection.rollback();
      return new SqlFault("a row could not be computed; run the last statement alone to see why");
    } catch (SQLException e) {
      return new SqlFault(abandoning(null, e));
    }
  }

  /** Ends the engine and removes its temporary files. */
  @Override
  public void close() throws SqlFault, IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SqlFault(e);
    } finally {
      remove(spillFolder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      below.sorted(Comparator.reverseOrder()).forEach(SqlSession::removeOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void removeOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
