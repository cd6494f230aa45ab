package org.crashtag.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.crashtag.decode.Decoders;
import org.crashtag.sql.Engine;
import org.crashtag.sql.EngineStatements;
import org.crashtag.store.Manifest;
import org.crashtag.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the statements that tell an engine of the tables. */
@Command(
    name = "ddl",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the statements that define the tables of an output folder in another engine: the"
          + " committed files by name, and a view for each table. Each run also writes them to _sql"
          + " in the output folder."
    },
    footer = {"", "Example: crashtag ddl --engine spark --output tables"})
final class DdlCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private OutputOptions output;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      required = true,
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
    String folder = output.folder();
    List<Manifest> manifests = OutputOptions.manifests(terminal, folder);
    if (manifests.isEmpty()) {
      return ExitCode.FAILED;
    }
    String place = location == null ? folder : SqlCommand.withoutSlash(location);
    terminal
        .out()
        .print(
            new EngineStatements(place, manifests, Tables.all(Decoders.load().tables()))
                .script(engine));
    return ExitCode.DONE;
  }
}
