package org.crashtag.sql;

import java.util.Locale;

/** An engine in which the tables can be defined. */
public enum Engine {
  DUCKDB("DuckDB", "duckdb -init FILE"),
  SPARK("Spark SQL", "spark-sql -i FILE; tables last as long as the session's catalog"),
  TRINO(
      "Trino's Hive connector",
      """
      trino --catalog hive --schema crashtag -f FILE; the catalog wants
      hive.allow-register-partition-procedure=true and
      hive.timestamp-precision=MICROSECONDS\
      """),
  HIVE("Apache Hive", "beeline -f FILE, then: USE crashtag"),
  ATHENA(
      "Amazon Athena",
      """
      one statement at a time, then questions in the database crashtag; parts
      elsewhere than here: crashtag ddl --location s3://BUCKET/FOLDER\
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

  /** The name of the file with its statements. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT) + ".sql";
  }
}
