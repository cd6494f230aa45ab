package org.crashtag.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program ships without Hadoop, so writing must work without it, and print nothing. */
class WithoutHadoopTest {
  @TempDir Path folder;

  @Test
  void aPartIsWrittenWithoutHadoopOnTheClassPath() throws Exception {
    Path part = folder.resolve("part.parquet");
    Path console = folder.resolve("console.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPathWithoutHadoop(),
                Program.class.getName(),
                part.toString())
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
    int exit = process.waitFor();
    assertThat(console).isEmptyFile();
    assertThat(exit).isZero();
    assertThat(sumOf(part)).isEqualTo(Program.ROWS * (Program.ROWS - 1L) / 2);
  }

  private static String classPathWithoutHadoop() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("hadoop-client"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static long sumOf(Path part) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT sum(entry) FROM '" + part + "'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Runs in a separate process. */
  static final class Program {
    static final int ROWS = 100_000;

    private Program() {}

    public static void main(String[] arguments) throws IOException {
      assertThatThrownBy(() -> Class.forName("org.apache.hadoop.conf.Configuration"))
          .isInstanceOf(ClassNotFoundException.class);
      TableSchema table =
          TableSchema.ofRecords(
              "drivers", "A driver.", new Column("driver", ColumnType.TEXT, "Its name."));
      try (OutputStream stream = Files.newOutputStream(Path.of(arguments[0]));
          PartWriter writer = new PartWriter(table, stream, 256 << 10)) {
        for (int i = 0; i < ROWS; i++) {
          writer.write("d" + i, 0, i, new Object[] {"driver" + i});
        }
      }
    }
  }
}
