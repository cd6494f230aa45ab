package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.Nearest;
import org.crashtag.decode.Decoders;
import org.crashtag.sql.CommittedViews;
import org.crashtag.sql.Export;
import org.crashtag.sql.ExportFolder;
import org.crashtag.sql.SqlFault;
import org.crashtag.sql.View;
import org.crashtag.storage.Storages;
import org.crashtag.store.Manifest;
import org.crashtag.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the tables as plain files. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the current rows of all tables as plain files: one Parquet or CSV file for each"
          + " table, or one DuckDB database with a view for each. The folder must be missing, empty"
          + " or an earlier export, which is replaced as a whole when all files are complete."
    },
    footer = {
      "",
      "Example: crashtag export notebook --output tables",
      "         crashtag export bi --format duckdb --copy --output tables",
    })
final class ExportCommand implements Callable<Integer> {
  /** What is written. */
  enum Format {
    parquet,
    csv,
    duckdb
  }

  /** The command that changes where rows are and nothing else. */
  private static final String MERGING = "compact";

  private final Terminal terminal;

  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "DIR", description = "The folder to write.")
  private Path folder;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description =
          "parquet, csv, or duckdb: the file "
              + Export.DATABASE
              + " with a view for each table."
              + " Default: parquet.")
  private Format format;

  @Option(
      names = "--copy",
      description =
          "With --format duckdb: copy the rows into the database, so that it doesn't need the"
              + " output folder.")
  private boolean copy;

  @Option(
      names = "--since",
      paramLabel = "RUN",
      description =
          "Only the rows that runs after this one wrote. \"run\" in export.json of an earlier"
              + " export names its latest run.")
  private String since;

  @Option(names = "--verbose", description = "Print a stack trace with an error.")
  private boolean verbose;

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(verbose);
    if (copy && format != Format.duckdb) {
      throw new UsageException("--copy needs --format duckdb");
    }
    String tables = output.folder();
    if (format == Format.duckdb && !copy && Storages.isUri(tables)) {
      throw new UsageException(
          "--format duckdb needs --copy: views are over local files, and the tables are in "
              + tables);
    }
    List<Manifest> manifests = OutputOptions.manifests(terminal, tables);
    if (manifests.isEmpty() || OutputOptions.isDamaged(terminal, tables, manifests)) {
      return ExitCode.FAILED;
    }
    List<Manifest> later = later(manifests);
    List<View> views = CommittedViews.of(tables, manifests, Tables.all(Decoders.load().tables()));
    List<Export.Written> written;
    try (Interruption interruption =
            new Interruption(
                terminal,
                () -> folder + " is as it was before; the next export removes what is unfinished");
        ExportFolder export = ExportFolder.begin(folder)) {
      java.util.Objects.requireNonNull(interruption);
      written = write(views, export);
      export.commit(
          new ExportFolder.Contents(
              Version.text(),
              tables,
              manifests.get(manifests.size() - 1).run(),
              since == null ? "" : since,
              replaced(later),
              written));
    } catch (SqlFault e) {
      throw new IOException(e.getMessage(), e);
    }
    print(written, manifests.get(manifests.size() - 1).run());
    return ExitCode.DONE;
  }

  private List<Export.Written> write(List<View> views, ExportFolder target)
      throws IOException, SqlFault {
    Export.Format kind =
        switch (format) {
          case parquet -> Export.Format.PARQUET;
          case csv -> Export.Format.CSV;
          case duckdb -> copy ? Export.Format.DUCKDB_COPY : Export.Format.DUCKDB;
        };
    try (Export export = Export.open(views, since == null ? "" : since, target.fresh())) {
      return export.write(kind);
    }
  }

  /** The runs after {@code --since}; none if all rows are wanted. */
  private List<Manifest> later(List<Manifest> manifests) {
    if (since == null) {
      return List.of();
    }
    List<String> runs = manifests.stream().map(Manifest::run).toList();
    if (!runs.contains(since)) {
      throw new UsageException("--since " + since + ": no such run" + Nearest.hint(since, runs));
    }
    List<Manifest> later = manifests.subList(runs.indexOf(since) + 1, runs.size());
    for (Manifest manifest : later) {
      String command = manifest.options().getOrDefault(Manifest.COMMAND, "");
      if (!command.isEmpty() && !command.startsWith(MERGING)) {
        throw new UsageException(
            "--since "
                + since
                + ": run "
                + manifest.run()
                + " ("
                + command
                + ") changed rows of earlier runs; export all rows");
      }
    }
    return later;
  }

  /** What an earlier export holds and this one doesn't replace by itself. */
  private List<ExportFolder.ReplacedDump> replaced(List<Manifest> later) {
    List<ExportFolder.ReplacedDump> replaced = new ArrayList<>();
    for (Manifest manifest : later) {
      for (Manifest.ReplacedDump dump : manifest.replacedDumps()) {
        if (dump.run().compareTo(since) <= 0) {
          replaced.add(new ExportFolder.ReplacedDump(dump.run(), dump.dumpId()));
        }
      }
    }
    return replaced;
  }

  private void print(List<Export.Written> written, String run) {
    long rows = written.stream().mapToLong(Export.Written::rows).sum();
    Set<String> files = new HashSet<>();
    written.forEach(table -> files.add(table.file()));
    terminal
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%,d rows of %d tables as of run %s, in %s in %s",
                rows,
                written.size(),
                run,
                files.size() == 1 ? files.iterator().next() : files.size() + " files",
                Escape.text(folder.toString())));
  }
}
