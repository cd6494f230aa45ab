package org.crashtag.cli;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.TableSchema;
import org.crashtag.sql.Engine;
import org.crashtag.sql.EngineFiles;
import org.crashtag.sql.EngineStatements;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the statements that define the tables in an engine. */
@Command(
    name = "ddl",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the statements that define the tables of an output folder in another engine: the"
          + " committed files by name, and a view for each table. Each run also writes them to _sql"
          + " in the output folder. If they are out of date there, because the folder was moved,"
          + " this command writes them again; without --engine it does nothing else."
    },
    footer = {"", "Example: crashtag ddl --engine spark --output tables"})
final class DdlCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private OutputOptions output;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "The engine: duckdb, spark, trino, hive or athena.")
  private Engine engine;

  @Option(
      names = "--location",
      paramLabel = "URI",
      description =
          "Address of the output folder for the engine, if it reads a copy: s3://bucket/tables.")
  private String location;

  @Option(names = "--verbose", description = "Print a stack trace with an error.")
  private boolean verbose;

  DdlCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(verbose);
    if (location != null && engine == null) {
      throw new UsageException("--location needs --engine");
    }
    String folder = output.folder();
    List<Manifest> manifests = OutputOptions.manifests(terminal, folder);
    if (manifests.isEmpty()) {
      return ExitCode.FAILED;
    }
    List<TableSchema> tables = Tables.all(Decoders.load().tables());
    if (engine == null) {
      refresh(folder, tables);
      return ExitCode.DONE;
    }
    EngineStatements statements =
        location == null
            ? new EngineStatements(folder, manifests, tables)
            : EngineStatements.ofCopy(SqlCommand.withoutSlash(location), manifests, tables);
    if (!statements.canBeReadBy(engine)) {
      throw new UsageException(
          engine.name().toLowerCase(Locale.ROOT)
              + " can't read "
              + folder
              + ": name a copy that it can read with --location s3://bucket/folder");
    }
    terminal.out().print(statements.script(engine));
    refreshOutdated(folder, manifests, tables);
    return ExitCode.DONE;
  }

  /** Printing needs no permission to write, so a folder that can only be read is no failure. */
  private void refreshOutdated(String folder, List<Manifest> manifests, List<TableSchema> tables)
      throws IOException {
    Storage storage = Storages.all();
    String latest = manifests.get(manifests.size() - 1).run();
    Optional<String> reason =
        EngineFiles.outdated(storage, new OutputFolder(storage, folder), latest);
    if (reason.isPresent()) {
      try {
        refresh(folder, tables);
      } catch (IOException e) {
        terminal.complain(
            folder + "/_sql", reason.get() + "; they can't be written again: " + e.getMessage());
      }
    }
  }

  private static void refresh(String folder, List<TableSchema> tables) throws IOException {
    Storage storage = Storages.all();
    OutputFolder output = new OutputFolder(storage, folder);
    try (Closeable lock = output.lock(Instant.now())) {
      Objects.requireNonNull(lock);
      new EngineFiles(tables).committed(storage, output);
    }
  }
}
