package org.crashtag.cli;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Escape;
import org.crashtag.publish.IcebergTables;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;
import org.crashtag.store.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes the tables of an output folder. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the tables of an output folder Iceberg tables: writes metadata that tells other"
          + " engines which files and rows count. Later commits are published, too."
    },
    footer = {"", "Example: crashtag publish --output tables"})
final class PublishCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private UpkeepOptions upkeep;

  @Option(
      names = "--location",
      paramLabel = "URI",
      description =
          "Address of the output folder for engines that don't find it under its own path:"
              + " local:///data/tables for Trino's local files.")
  private String location;

  PublishCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(upkeep.verbose());
    String folder = upkeep.folder("");
    if (location != null && !Storages.isUri(location)) {
      throw new UsageException("--location expects an address such as s3://bucket/tables");
    }
    IcebergTables tables = Publication.tables(upkeep.grace(), true);
    if (OutputOptions.isEmpty(terminal, folder)) {
      return ExitCode.FAILED;
    }
    Storage storage = Storages.all();
    OutputFolder output = new OutputFolder(storage, folder);
    try (Closeable lock = output.lock(Instant.now())) {
      Objects.requireNonNull(lock);
      output.recover();
      IcebergTables.Published published =
          tables.publish(
              storage, output, location == null ? "" : SqlCommand.withoutSlash(location));
      terminal
          .out()
          .println(
              published.tables().size()
                  + " tables in "
                  + Escape.text(published.location())
                  + ", "
                  + published.written()
                  + " of them written");
    }
    return ExitCode.DONE;
  }
}
