package org.crashtag.cli;

import org.crashtag.sql.Csv;
import org.crashtag.bytes.Escape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.declared.DeclaredDecoder;
import org.crashtag.decode.etw.ProviderNames;
import org.crashtag.pipeline.DeclaredDecoders;
import org.crashtag.table.DumpRow;
import org.crashtag.table.Tables;
import org.crashtag.tag.KnownTags;
import org.crashtag.tag.TagRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a dump's header and its decoded records. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows the headers of dumps and the decoded records of their tags.",
    footer = {
      "",
      "Example: crashtag show --tag kmdf MEMORY.DMP",
      "Lines of the KMDF list can be pasted into WinDbg."
    })
final class ShowCommand implements Callable<Integer> {
  /** How the records are written. */
  enum Format {
    text,
    json,
    csv
  }

  private final Terminal terminal;

  @Option(
      names = "--tag",
      paramLabel = "GUID|NAME",
      description = "Only this tag: its GUID in any form, its name, or its table's name.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text, json (one object a dump) or csv (one table). Default: text.")
  private Format format;

  @Option(names = "--verbose", description = "A stack trace with each error.")
  private boolean verbose;

  @Mixin private PrivacyOptions privacy;

  @Mixin private TagOptions tagOptions;

  @Mixin private ProviderOptions providers;

  @Mixin private DeclaredOption declaredOption;

  @Mixin private ArchiveOptions archives;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Dumps, archives, folders or patterns; archive.zip!member, too.")
  private List<String> paths;

  private DumpWalker walker;
  private DumpFiles files;
  private TableSchema csvTable;

  /** Decoders whose text of this dump's records failed. */
  private final Set<Decoder> failed = new HashSet<>();

  ShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    KnownTags known = tagOptions.known();
    DeclaredDecoders declared = declaredOption.decoders();
    Decoders decoders = declared.before(Decoders.load());
    List<Guid> declaredTags =
        declared.decoders().stream().map(DeclaredDecoder::tag).distinct().toList();
    Predicate<Guid> wanted = declaredTags.isEmpty() ? tag -> true : declaredTags::contains;
    if (!tags.isEmpty()) {
      wanted = TagOptions.select(known, decoders, tags);
    }
    WalkOptions options =
        WalkOptions.all()
            .withoutModules()
            .withTags(wanted)
            .withPrivacy(privacy.privacy())
            .withSettings(Map.of(ProviderNames.SETTING, providers.list()));
    walker = new DumpWalker(decoders, options);
    files = new DumpFiles(terminal, archives.limits(), verbose);
    if (format == Format.csv) {
      csvTable = onlyTable(decoders, wanted);
      printCsvHeader();
    }
    return files.each(paths, this::show);
  }

  private TableSchema onlyTable(Decoders decoders, Predicate<Guid> wanted) {
    Stream<Guid> decodedTags =
        decoders.all().stream().flatMap(decoder -> decoder.tags().stream()).map(TagRange::value);
    Stream<Guid> namedTags = tags.stream().flatMap(text -> Guid.parse(text).stream());
    Stream<Guid> candidates = Stream.concat(decodedTags, namedTags).filter(wanted);
    List<TableSchema> tables =
        candidates
            .flatMap(tag -> decoders.of(tag).stream())
            .flatMap(decoder -> decoder.tables().stream())
            .distinct()
            .toList();
    List<TableSchema> named = tables.stream().filter(table -> tags.contains(table.name())).toList();
    if (named.size() == 1) {
      return named.get(0);
    }
    if (tables.size() != 1) {
      throw new UsageException(
          "csv shows one table: choose by --tag among "
              + String.join(", ", decoders.tables().stream().map(TableSchema::name).toList()));
    }
    return tables.get(0);
  }

  private void show(DumpFiles.Found file, Content content) throws IOException {
    Records records = new Records(file.name(), files);
    walker.walk(content, records);
    switch (format) {
      case text -> printText(file, records);
      case json -> printJson(file, content, records);
      case csv -> printCsv(records);
    }
  }

  private void printText(DumpFiles.Found file, Records records) {
    PrintStream out = terminal.out();
    failed.clear();
    out.println(terminal.strong(Escape.text(file.name())));
    HeaderText.print(out, records.dump(), records.region());
    Map<Decoder, List<String>> pages = new LinkedHashMap<>();
    for (Records.Group group : records.groups()) {
      boolean isFirst = !pages.containsKey(group.decoder());
      List<String> page =
          pages.computeIfAbsent(
              group.decoder(),
              decoder ->
                  shown(
                      records,
                      decoder,
                      () -> decoder.page(records::of, terminal.columns()),
                      List.of()));
      if (page.isEmpty()) {
        printTable(records, group);
      } else if (isFirst) {
        out.println();
        page.forEach(line -> out.println(Escape.text(line)));
      }
    }
    out.println();
  }

  private void printTable(Records records, Records.Group group) {
    PrintStream out = terminal.out();
    Decoder decoder = group.decoder();
    TableSchema table = group.table();
    out.println();
    out.println(
        Escape.text(
            shown(records, decoder, () -> decoder.heading(table), '[' + table.name() + ']')));
    for (Row row : group.shown()) {
      List<String> plain = List.of(TextLine.values(row));
      for (String line : shown(records, decoder, () -> decoder.lines(row), plain)) {
        out.println(Escape.text(line));
      }
    }
  }

  /**
   * What the decoder makes of records; where it fails, which is told once, they are shown plainly.
   */
  private <T> T shown(Records records, Decoder decoder, Supplier<T> text, T plain) {
    try {
      return text.get();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      if (failed.add(decoder)) {
        files.fail(records.source(), "decoder " + decoder.name() + " can't show its records: " + e);
      }
      return plain;
    }
  }

  private void printJson(DumpFiles.Found file, Content content, Records records)
      throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(terminal.out())) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      DumpRow dump =
          new DumpRow(
              file.source(), file.member(), content.length(), records.dump(), records.region());
      JsonRows.writeFields(json, Tables.DUMPS.schema(), 0, Tables.DUMPS.row(dump));
      for (Records.Group group : records.groups()) {
        json.writeArrayFieldStart(group.table().name());
        for (Records.Keyed row : group.rows()) {
          json.writeStartObject();
          json.writeNumberField("ordinal", row.ordinal());
          json.writeNumberField("entry", row.entry());
          JsonRows.writeFields(
              json, group.table(), TableSchema.RECORD_KEY_COLUMNS, row.values().toArray());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    terminal.out().println();
  }

  private void printCsvHeader() {
    List<String> names = new ArrayList<>(List.of("source"));
    csvTable.columns().forEach(column -> names.add(column.name()));
    terminal.out().print(Csv.line(names));
  }

  private void printCsv(Records records) {
    for (Records.Group group : records.groups()) {
      if (group.table().name().equals(csvTable.name())) {
        group.rows().forEach(row -> printCsvRow(records, row));
      }
    }
  }

  private void printCsvRow(Records records, Records.Keyed row) {
    List<String> line = new ArrayList<>();
    line.add(records.source());
    line.add(records.dump().header().dumpId());
    line.add(Long.toString(row.ordinal()));
    line.add(Long.toString(row.entry()));
    List<Column> columns = csvTable.columns();
    for (int i = 0; i < row.values().size(); i++) {
      Object value = row.values().get(i);
      Column column = columns.get(i + TableSchema.RECORD_KEY_COLUMNS);
      line.add(value == null ? null : column.text(value));
    }
    terminal.out().print(Csv.line(line));
  }
}
