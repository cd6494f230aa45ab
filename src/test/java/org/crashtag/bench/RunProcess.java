package org.crashtag.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.QueryResult;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.SqlSession;
import org.crashtag.storage.LocalStorage;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;

/** {@code crashtag run} in a separate process, and the contents of its tables. */
final class RunProcess {
  /** The options of the launcher for {@code run}. */
  static final List<String> OPTIONS =
      List.of(
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000",
          "-XX:MaxInlineLevel=9",
          "-XX:InlineSmallCode=1200",
          "-XX:FreqInlineSize=150");

  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*([0-9]+) kB");

  private RunProcess() {}

  static Process start(Path archive, Path output, Path log, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.crashtag.cli.Main"));
    command.addAll(List.of("run", "--max-rejects", "100%"));
    command.addAll(List.of("--input", archive.toString(), "--output", output.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Maximum memory of a process so far, as Linux reports it; 0 on other systems. */
  static long peakKilobytes(Process process) {
    try {
      Matcher matcher =
          PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Waits, and fails if the run failed. */
  static void finish(Process process, Path log) throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the run failed: " + Files.readString(log));
    }
  }

  /** Each table's number of rows and their hash, independent of their order and run. */
  static Map<String, String> tables(Path output) throws IOException, SqlFault {
    String folder = output.toString();
    List<Manifest> manifests = new OutputFolder(new LocalStorage(), folder).manifests();
    List<TableSchema> schemas = Tables.all(Decoders.load().tables());
    TreeMap<String, String> tables = new TreeMap<>();
    try (SqlSession session = SqlSession.open(CommittedViews.of(folder, manifests, schemas))) {
      for (TableSchema table : schemas) {
        try (QueryResult result =
            session.query(
                "SELECT count(*), bit_xor(hash(row)) FROM (SELECT * EXCLUDE (run) FROM "
                    + table.name()
                    + ") AS row")) {
          Object[] row = result.next();
          tables.put(table.name(), row[0] + " " + row[1]);
        }
      }
    }
    return tables;
  }
}
