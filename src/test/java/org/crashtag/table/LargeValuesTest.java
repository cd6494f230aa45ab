package org.crashtag.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept blobs are the largest values; a part of them takes a few times the memory of one. */
class LargeValuesTest {
  @TempDir Path folder;

  @Test
  void partsOfTheLargestBlobsFitASmallHeap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.txt").toFile())
            .start();
    int exit = process.waitFor();
    assertThat(folder.resolve("console.txt")).isEmptyFile();
    assertThat(exit).isZero();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < Program.PARTS; i++) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT count(DISTINCT md5(data)), sum(octet_length(data))::BIGINT FROM '"
                    + folder.resolve(i + ".parquet")
                    + "'")) {
          rows.next();
          assertThat(rows.getLong(1)).isEqualTo(Program.BLOBS);
          assertThat(rows.getLong(2)).isEqualTo((long) Program.BLOBS * Program.BLOB_BYTES);
        }
      }
    }
  }

  /** Runs in a separate process. Two parts are open at a time. */
  static final class Program {
    static final int PARTS = 2;
    static final int BLOBS = 5;
    static final int BLOB_BYTES = 16 << 20;

    private Program() {}

    public static void main(String[] arguments) throws IOException {
      TableSchema table =
          new TableSchema(
              "blobs", "A blob.", List.of(new Column("data", ColumnType.BYTES, "Its bytes.")));
      Random random = new Random(1);
      byte[] blob = new byte[BLOB_BYTES];
      Object[] row = {blob};
      Path folder = Path.of(arguments[0]);
      try (OutputStream first = Files.newOutputStream(folder.resolve("0.parquet"));
          OutputStream second = Files.newOutputStream(folder.resolve("1.parquet"));
          PartWriter one = new PartWriter(table, first);
          PartWriter two = new PartWriter(table, second)) {
        for (int i = 0; i < BLOBS; i++) {
          random.nextBytes(blob);
          one.write(row);
          two.write(row);
        }
      }
    }
  }
}
