package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.crashtag.decode.Column;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks a pipeline file. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Names each fault of a pipeline file with its line and column, or else prints the tables that"
          + " it makes. Reads no dump and writes nothing."
    },
    footer = {"", "Example: crashtag check nightly.yaml"})
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TagOptions tagOptions;

  @Parameters(paramLabel = "PIPELINE.yaml", description = "The file.")
  private Path pipeline;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try {
      print(PipelineInput.read(pipeline, tagOptions.known()));
      return ExitCode.DONE;
    } catch (PipelineFile.FaultException e) {
      e.faults().forEach(fault -> terminal.err().println("crashtag: " + Escape.text(fault)));
      return ExitCode.USAGE;
    }
  }

  private void print(PipelineInput input) {
    List<String> wanted = input.file().tables().stream().map(Name::text).toList();
    for (TableSchema table : Tables.all(input.decoders().tables())) {
      boolean always = table.equals(Tables.SOURCES) || table.equals(Tables.REJECTS);
      if (wanted.isEmpty() || always || wanted.contains(table.name())) {
        print(table);
      }
    }
  }

  private void print(TableSchema table) {
    StringBuilder line = new StringBuilder(table.name()).append(':');
    for (Column column : table.columns()) {
      if (line.length() + column.name().length() + 2 > Terminal.DEFAULT_COLUMNS) {
        terminal.out().println(line);
        line = new StringBuilder("   ");
      }
      line.append(' ').append(column.name());
    }
    terminal.out().println(line);
  }
}
