package org.crashtag.cli;

import java.util.Map;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark with Iceberg's runtime, in a process of its own: that jar has other versions of classes
 * that crashtag uses. Prints each table's contents in a line.
 */
final class IcebergSparkReader {
  private IcebergSparkReader() {}

  /**
   * Reads.
   *
   * @param arguments an output folder whose tables are published, and a folder for Spark
   */
  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", arguments[1])
            // The catalog in which a path is looked up is Hive's unless another is named, and Hive
            // isn't here.
            .config("spark.sql.catalog.default_iceberg", "org.apache.iceberg.spark.SparkCatalog")
            .config("spark.sql.catalog.default_iceberg.type", "hadoop")
            .config("spark.sql.catalog.default_iceberg.warehouse", arguments[1])
            .getOrCreate();
    Map<String, String> selects = EngineRows.Committed.of(arguments[0]).selects("`");
    for (Map.Entry<String, String> select : selects.entrySet()) {
      String table = select.getKey();
      spark
          .read()
          .format("iceberg")
          .load("file://" + arguments[0] + "/" + table)
          .createOrReplaceTempView(table);
      System.out.println(
          "table "
              + table
              + " "
              + EngineRows.contents(
                  spark.sql(select.getValue()).collectAsList().stream()
                      .map(IcebergSparkReader::row)
                      .toList()));
    }
    spark.stop();
  }

  private static String row(Row row) {
    return EngineRows.row(
        IntStream.range(0, row.size())
            .mapToObj(
                i -> row.get(i) instanceof scala.collection.Seq<?> ? row.getList(i) : row.get(i))
            .toList());
  }
}
