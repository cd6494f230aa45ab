package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/** Compares the tables of two output folders row for row, however many rows there are. */
final class SameTables {
  private SameTables() {}

  /** Fails unless each table has the same rows in both, the runs' names aside. */
  static void assertSame(Path one, Path other) throws Exception {
    Map<String, List<Path>> mine = parts(one);
    Map<String, List<Path>> others = parts(other);
    assertThat(mine.keySet()).isEqualTo(others.keySet()).hasSizeGreaterThan(20);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET memory_limit = '512MB'");
      statement.execute("SET threads = 1");
      for (String table : mine.keySet()) {
        String left = rows(table, mine.get(table));
        String right = rows(table, others.get(table));
        assertThat(count(statement, left)).as(table).isEqualTo(count(statement, right));
        assertThat(count(statement, left + " EXCEPT ALL " + right)).as(table).isZero();
      }
    }
  }

  private static Map<String, List<Path>> parts(Path output) throws Exception {
    Map<String, List<Path>> parts = new TreeMap<>();
    for (Manifest manifest : new OutputFolder(new LocalStorage(), output.toString()).manifests()) {
      for (Manifest.Table table : manifest.tables()) {
        if (!table.parts().isEmpty()) {
          parts.put(
              table.name(),
              table.parts().stream().map(part -> output.resolve(part.path())).toList());
        }
      }
    }
    return parts;
  }

  /** A run's id is no column of its files; which run a source was met in is. */
  private static String rows(String table, List<Path> parts) {
    String files =
        parts.stream().map(path -> "'" + path + "'").collect(Collectors.joining(",", "[", "]"));
    String columns = table.equals("sources") ? "* EXCLUDE (command)" : "*";
    return "SELECT " + columns + " FROM read_parquet(" + files + ", hive_partitioning = false)";
  }

  private static long count(Statement statement, String question) throws Exception {
    try (ResultSet result = statement.executeQuery("SELECT count(*) FROM (" + question + ")")) {
      result.next();
      return result.getLong(1);
    }
  }
}
