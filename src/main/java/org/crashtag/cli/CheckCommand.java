package org.crashtag.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.DeclaredDecoder;
import org.crashtag.decode.etw.EtwDecoder;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.storage.Location;
import org.crashtag.storage.Storages;
import org.crashtag.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a pipeline file, or the files of an output folder. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Prints each fault of a pipeline file with its line and column, or the tables that it"
          + " creates. If dumps are given, also tries the declared records on them. With --output,"
          + " compares the length and the checksum of each file of an output folder with those that"
          + " were written, and prints each difference. Writes no files."
    },
    footer = {
      "",
      "Example: crashtag check eventlog.yaml MEMORY.DMP",
      "         crashtag check --output tables"
    })
final class CheckCommand implements Callable<Integer> {
  private static final int SHOWN_ROWS = 3;
  private static final String INDENT = "   ";

  /** The column with the text of a message. */
  private static final String TEXT = "text";

  private final Terminal terminal;

  @Mixin private TagOptions tagOptions;

  @Mixin private DefineOption defines;

  @Mixin private TextOptions texts;

  @Mixin private ArchiveOptions archives;

  @Option(names = "--verbose", description = "Print a stack trace with each error.")
  private boolean verbose;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE.yaml",
      description = "The pipeline file.")
  private Location pipeline;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Check the files of this output folder instead of a pipeline file.")
  private String output;

  @Parameters(
      index = "1..*",
      paramLabel = "DUMP",
      description =
          "Dumps, archives, folders or patterns to try its declared records and texts on.")
  private List<String> dumps = new ArrayList<>();

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if ((pipeline == null) == (output == null)) {
      throw new UsageException(
          output == null
              ? "a pipeline file is needed, or an output folder with --output"
              : "--output checks the files of an output folder; it takes no pipeline file");
    }
    if (output != null) {
      String folder = SqlCommand.withoutSlash(output);
      return new OutputCheck(terminal, Storages.all(), folder).run();
    }
    try {
      PipelineInput input = PipelineInput.read(pipeline, tagOptions.known(), defines.values());
      texts.check(terminal, input.file(), pipeline);
      input.declared().decoders().forEach(decoder -> printTypes(decoder.table()));
      print(input);
      return dumps.isEmpty() ? ExitCode.DONE : tryOn(input);
    } catch (PipelineFile.FaultException e) {
      e.faults().forEach(fault -> terminal.err().println("crashtag: " + Escape.text(fault)));
      return ExitCode.USAGE;
    }
  }

  private void print(PipelineInput input) {
    List<String> wanted = input.file().tables().stream().map(Name::text).toList();
    List<TableSchema> own =
        input.declared().decoders().stream().map(DeclaredDecoder::table).toList();
    int others = 0;
    for (TableSchema table : Tables.all(input.decoders().tables())) {
      boolean always =
          table.equals(Tables.SOURCES.schema()) || table.equals(Tables.REJECTS.schema());
      if (own.contains(table)) {
        continue;
      }
      if (wanted.isEmpty() || always || wanted.contains(table.name())) {
        print(table);
        others++;
      }
    }
    terminal.out().println();
    terminal
        .out()
        .println(
            "No faults. The file declares "
                + TextLine.counted(own.size(), "table")
                + ".\nA run also writes the "
                + TextLine.counted(others, "built-in table")
                + " above.");
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

  private void printTypes(TableSchema table) {
    terminal.out().println(table.name());
    for (Column column : table.columns()) {
      terminal.out().println("   " + column.name() + " " + TablesCommand.type(column));
    }
    terminal.out().println();
  }

  /**
   * Decodes the declared records in each dump, and the messages that have texts; returns the exit
   * code.
   */
  private int tryOn(PipelineInput input) throws IOException {
    try (TextOptions.Scratch scratch = texts.scratch(terminal, input.file(), pipeline)) {
      return tryOn(input, scratch.texts());
    }
  }

  private int tryOn(PipelineInput input, DriverTexts given) throws IOException {
    List<Guid> tags =
        input.declared().decoders().stream().map(DeclaredDecoder::tag).distinct().toList();
    Decoders decoders = given.giveTo(input.decoders());
    WalkOptions options =
        WalkOptions.all()
            .withoutModules()
            .withTags(tag -> tags.contains(tag) || isGivenTexts(given, decoders, tag))
            .withSettings(Map.of(EtwDecoder.MESSAGES_SETTING, EtwDecoder.ALL_MESSAGES));
    DumpWalker walker = new DumpWalker(decoders, options);
    DumpFiles files = new DumpFiles(terminal, archives.limits(), verbose);
    Map<String, Found> sums = new LinkedHashMap<>();
    input.declared().decoders().forEach(decoder -> sums.put(decoder.name(), new Found()));
    AtomicInteger dumpCount = new AtomicInteger();
    int exitCode =
        files.each(
            dumps,
            (found, content) -> {
              dumpCount.incrementAndGet();
              Records records = new Records(found.name(), files);
              walker.walk(content, records);
              terminal.out().println();
              terminal.out().println(terminal.strong(Escape.text(found.name())));
              for (DeclaredDecoder decoder : input.declared().decoders()) {
                printRecords(decoder, records);
                sums.get(decoder.name()).add(records.of(decoder.table()).size());
              }
              if (!given.fingerprint().isEmpty()) {
                printTexts(records);
              }
            });
    if (dumpCount.get() > 1) {
      printSum(sums, dumpCount.get());
    }
    return exitCode;
  }

  private static boolean isGivenTexts(DriverTexts given, Decoders decoders, Guid tag) {
    return !given.fingerprint().isEmpty()
        && decoders.of(tag).filter(DriverTexts.Recipient.class::isInstance).isPresent();
  }

  /** Prints how many of a table's records have a text, and a few of them. */
  private void printTexts(Records records) {
    for (Records.Group group : records.groups()) {
      if (hasText(group.table())) {
        List<Row> rows = records.of(group.table());
        List<Row> worded = rows.stream().filter(row -> !row.isNull(TEXT)).toList();
        terminal
            .out()
            .println(
                "   "
                    + group.table().name()
                    + ": "
                    + worded.size()
                    + " of "
                    + rows.size()
                    + " rows have a text");
        for (Row row : worded.subList(0, Math.min(worded.size(), SHOWN_ROWS))) {
          terminal.out().println("   " + Escape.text(row.text(TEXT)));
        }
      }
    }
  }

  private static boolean hasText(TableSchema table) {
    return table.columns().stream().map(Column::name).anyMatch(TEXT::equals);
  }

  private void printRecords(DeclaredDecoder decoder, Records records) {
    List<Row> rows = records.of(decoder.table());
    String found =
        records.tags().contains(decoder.tag())
            ? TextLine.counted(rows.size(), "record")
            : "this dump has no blob with the tag " + decoder.tag().braced();
    terminal.out().println(INDENT + decoder.name() + ": " + found);
    if (!rows.isEmpty()) {
      List<Row> first = rows.subList(0, Math.min(rows.size(), SHOWN_ROWS));
      int room = terminal.columns() - INDENT.length();
      decoder
          .shown(first, room)
          .forEach(line -> terminal.out().println((INDENT + Escape.text(line)).stripTrailing()));
    }
  }

  /** How many of a table's records all dumps have together. */
  private static final class Found {
    private long records;
    private int dumps;

    void add(int found) {
      records += found;
      dumps += found > 0 ? 1 : 0;
    }
  }

  private void printSum(Map<String, Found> sums, int dumpCount) {
    terminal.out().println();
    sums.forEach(
        (table, sum) ->
            terminal
                .out()
                .println(
                    table
                        + ": "
                        + TextLine.counted(sum.records, "record")
                        + " in "
                        + sum.dumps
                        + " of "
                        + dumpCount
                        + " dumps"));
  }
}
