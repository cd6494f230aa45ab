package org.crashtag.sql;

import java.util.Locale;
import java.util.Optional;

/** An engine in which the tables can be defined. */
public enum Engine {
  DUCKDB("DuckDB", "duckdb -init FILE"),
  SPARK("Spark SQL", "spark-sql -i FILE; tables last as long as the session's catalog"),
  TRINO(
      "Trino's Hive connector",
      """
      trino --catalog hive --schema crashtag -f FILE; the catalog needs
      hive.non-managed-table-writes-enabled=true,
      hive.allow-register-partition-procedure=true,
      hive.timestamp-precision=MICROSECONDS and, for a local folder,
      fs.native-local.enabled=true and local.location=/\
      """),
  HIVE("Apache Hive", "beeline -f FILE, then: USE crashtag"),
  ATHENA(
      "Amazon Athena",
      """
      one statement at a time, then questions in the database crashtag\
      """);

  private final String title;
  private final String usage;

  Engine(String title, String usage) {
    this.title = title;
    this.usage = usage;
  }

  /** The name as its makers write it. */
  String title() {
    return title;
  }

  /** How its statements are run, in lines of at most 75 characters. */
  String usage() {
    return usage;
  }

  /**
   * The address of the output folder as the engine expects it.
   *
   * @param output an absolute path or a URI
   * @return empty if the engine can't read from there
   */
  Optional<String> location(String output) {
    if (!View.isAddress(output)) {
      return switch (this) {
        case ATHENA -> Optional.empty();
        // Trino's own local file system; that of Hadoop is off by default.
        case TRINO -> Optional.of("local" + View.location(output).substring("file".length()));
        case DUCKDB, SPARK, HIVE -> Optional.of(View.location(output));
      };
    }
    return switch (this) {
      // Hadoop's name of its client for S3.
      case SPARK, HIVE -> Optional.of(output.replaceFirst("^s3://", "s3a://"));
      case ATHENA -> output.startsWith("s3://") ? Optional.of(output) : Optional.empty();
      case DUCKDB, TRINO -> Optional.of(output);
    };
  }

  /** The name of the file with its statements. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT) + ".sql";
  }
}
