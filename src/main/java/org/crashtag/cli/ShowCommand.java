package org.crashtag.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Column;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.declared.DeclaredDecoder;
import org.crashtag.decode.declared.DeclaredTables;
import org.crashtag.decode.etw.EtwDecoder;
import org.crashtag.decode.etw.ProviderNames;
import org.crashtag.decode.kmdf.KmdfDriversDecoder;
import org.crashtag.decode.messages.DriverTexts;
import org.crashtag.dump.DumpType;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.dump.stack.StackFrame;
import org.crashtag.pipeline.DeclaredDecoders;
import org.crashtag.sql.Csv;
import org.crashtag.table.DeviceRow;
import org.crashtag.table.DumpRow;
import org.crashtag.table.FrameRow;
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
      "The lines of the KMDF list can be pasted into WinDbg."
    })
final class ShowCommand implements Callable<Integer> {
  /** How records are printed. */
  enum Format {
    text,
    json,
    csv
  }

  private final Terminal terminal;

  @Option(
      names = "--tag",
      paramLabel = "GUID|NAME",
      description =
          "Show only this tag: its GUID, its name, or the name of its table; stack shows the frames"
              + " of the stack. Can be repeated.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "Output format: text, json (one object per dump) or csv (one table). Default: text.")
  private Format format;

  @Option(names = "--verbose", description = "Print a stack trace with each error.")
  private boolean verbose;

  @Mixin private PrivacyOptions privacy;

  @Mixin private TagOptions tagOptions;

  @Mixin private ProviderOptions providers;

  @Mixin private StackOptions stackOptions;

  @Mixin private DeclaredOption declaredOption;

  @Mixin private TextOptions textOptions;

  @Mixin private ArchiveOptions archives;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Dumps, archives, folders, patterns, or archive.zip!member, as list prints it. If"
              + " several members have one name, all but the first carry their position:"
              + " archive.zip!a.dmp#2.")
  private List<String> paths;

  /** What each {@code --tag} means. */
  private final Map<String, Predicate<Guid>> meanings = new LinkedHashMap<>();

  private final Set<String> found = new HashSet<>();
  private Decoders decoders;

  /** Selects the frames of the stack, although they are not a tag. */
  private static final Set<String> STACK = Set.of("stack", Tables.STACK_FRAMES.schema().name());

  /** A table with more rows is printed last, so that it doesn't bury the short ones. */
  private static final int LONG_TABLE_ROWS = 40;

  private boolean showsFrames;
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
    try (TextOptions.Scratch scratch =
        textOptions.scratch(terminal, declaredOption.content(), declaredOption.path())) {
      return show(scratch.texts());
    }
  }

  private int show(DriverTexts texts) throws IOException {
    KnownTags known = tagOptions.known();
    DeclaredDecoders declared = declaredOption.decoders();
    decoders = texts.giveTo(declared.before(Decoders.load()));
    List<Guid> declaredTags =
        declared.decoders().stream().map(DeclaredDecoder::tag).distinct().toList();
    Predicate<Guid> wanted = declaredTags.isEmpty() ? tag -> true : declaredTags::contains;
    showsFrames = STACK.stream().anyMatch(tags::contains);
    if (!tags.isEmpty()) {
      List<String> ofBlobs = tags.stream().filter(tag -> !STACK.contains(tag)).toList();
      wanted = TagOptions.select(known, decoders, ofBlobs, STACK);
      for (String tag : ofBlobs) {
        meanings.put(tag, TagOptions.select(known, decoders, List.of(tag)));
      }
    }
    WalkOptions options =
        WalkOptions.all()
            .withoutModules()
            .withTags(wanted)
            .withPrivacy(privacy.privacy(declaredOption.content(), declaredOption.path()))
            .withSettings(settings(texts));
    walker = new DumpWalker(decoders, options);
    files = new DumpFiles(terminal, archives.limits(), verbose);
    if (format == Format.csv) {
      csvTable =
          STACK.containsAll(tags) && showsFrames ? Tables.STACK_FRAMES.schema() : onlyTable(wanted);
      printCsvHeader();
    }
    int exitCode = files.each(paths, this::show);
    return found.containsAll(meanings.keySet()) ? exitCode : ExitCode.FAILED;
  }

  /** Counted messages have no text. */
  private Map<String, String> settings(DriverTexts texts) throws IOException {
    Map<String, String> settings = new TreeMap<>(stackOptions.settings());
    settings.put(ProviderNames.SETTING, providers.list());
    if (!texts.messages().isEmpty()) {
      settings.put(EtwDecoder.MESSAGES_SETTING, EtwDecoder.ALL_MESSAGES);
    }
    return settings;
  }

  private TableSchema onlyTable(Predicate<Guid> wanted) {
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
          "csv shows one table; choose it with --tag: "
              + String.join(", ", decoders.tables().stream().map(TableSchema::name).toList()));
    }
    return tables.get(0);
  }

  private void show(DumpFiles.Found file, Content content) throws IOException {
    Records records = new Records(file.name(), files);
    walker.walk(content, records);
    meanings.forEach((name, meaning) -> sayIfMissing(name, meaning, records));
    switch (format) {
      case text -> printText(file, records);
      case json -> printJson(file, content, records);
      case csv -> printCsv(records);
    }
  }

  /** Dumps differ in their tags: it is a failure only if none has the tag. */
  private void sayIfMissing(String name, Predicate<Guid> meaning, Records records) {
    List<Guid> present = records.tags().stream().filter(meaning).toList();
    if (present.isEmpty()) {
      terminal.complain(records.source(), "no tag " + name + " in this dump");
      return;
    }
    found.add(name);
    if (present.stream().allMatch(tag -> decoders.of(tag).isEmpty())) {
      terminal.complain(
          records.source(),
          "nothing decodes the tag " + name + "; \"crashtag extract\" writes its bytes");
    }
  }

  private void printText(DumpFiles.Found file, Records records) {
    PrintStream out = terminal.out();
    failed.clear();
    out.println(terminal.strong(Escape.text(file.name())));
    boolean isTriage = records.dump().type() == DumpType.TRIAGE;
    StackText.printVerdict(out, records.stack(), isTriage);
    HeaderText.print(out, records.dump(), records.region());
    if (showsFrames) {
      StackText.printFrames(out, records.stack());
    }
    List<Records.Group> groups = new ArrayList<>(records.groups());
    groups.sort(Comparator.comparingInt(ShowCommand::rank));
    Map<Decoder, List<String>> pages = new LinkedHashMap<>();
    for (Records.Group group : groups) {
      boolean isFirst = !pages.containsKey(group.decoder());
      List<String> page =
          pages.computeIfAbsent(
              group.decoder(),
              decoder ->
                  shown(
                      records,
                      decoder,
                      () -> decoder.page(records.dump().header(), records::of, terminal.columns()),
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

  /** Tables that most people look for come first, long ones last. */
  private static int rank(Records.Group group) {
    if (group.table().name().equals(KmdfDriversDecoder.TABLE.schema().name())) {
      return 0;
    }
    if (group.decoder() instanceof DeclaredDecoder || group.decoder() instanceof DeclaredTables) {
      return 1;
    }
    return group.rows().size() <= LONG_TABLE_ROWS ? 2 : 3;
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
   * The decoder's text of the records. If the decoder fails, that is reported once, and the records
   * are printed as plain rows.
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
              file.source(),
              file.member(),
              content.length(),
              records.dump(),
              records.stack(),
              records.region());
      JsonRows.writeFields(json, Tables.DUMPS.schema(), 0, Tables.DUMPS.row(dump));
      if (tags.isEmpty() || showsFrames) {
        writeStack(json, records);
      }
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

  private static void writeStack(JsonGenerator json, Records records) throws IOException {
    String dumpId = records.dump().header().dumpId();
    CrashStack stack = records.stack();
    json.writeArrayFieldStart(Tables.STACK_FRAMES.schema().name());
    for (int entry = 0; entry < stack.frames().size(); entry++) {
      writeWithoutDump(
          json, Tables.STACK_FRAMES, new FrameRow(dumpId, entry, stack.frames().get(entry)));
    }
    json.writeEndArray();
    json.writeArrayFieldStart(Tables.DEVICE_STACKS.schema().name());
    for (int entry = 0; entry < stack.devices().size(); entry++) {
      writeWithoutDump(
          json, Tables.DEVICE_STACKS, new DeviceRow(dumpId, entry, stack.devices().get(entry)));
    }
    json.writeEndArray();
  }

  private static <T> void writeWithoutDump(JsonGenerator json, TypedTable<T> table, T from)
      throws IOException {
    Object[] row = table.row(from);
    json.writeStartObject();
    JsonRows.writeFields(json, table.schema(), 1, Arrays.copyOfRange(row, 1, row.length));
    json.writeEndObject();
  }

  private void printCsvHeader() {
    List<String> names = new ArrayList<>(List.of("source"));
    csvTable.columns().forEach(column -> names.add(column.name()));
    terminal.out().print(Csv.line(names));
  }

  private void printCsv(Records records) {
    if (csvTable.equals(Tables.STACK_FRAMES.schema())) {
      String dumpId = records.dump().header().dumpId();
      List<StackFrame> frames = records.stack().frames();
      for (int entry = 0; entry < frames.size(); entry++) {
        List<String> line = new ArrayList<>(List.of(records.source()));
        append(line, 0, Tables.STACK_FRAMES.row(new FrameRow(dumpId, entry, frames.get(entry))));
        terminal.out().print(Csv.line(line));
      }
      return;
    }
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
    line.add(Integer.toString(row.ordinal()));
    line.add(Long.toString(row.entry()));
    append(line, TableSchema.RECORD_KEY_COLUMNS, row.values().toArray());
    terminal.out().print(Csv.line(line));
  }

  /** The values of the columns from {@code first} on. */
  private void append(List<String> line, int first, Object[] values) {
    for (int i = 0; i < values.length; i++) {
      Column column = csvTable.columns().get(first + i);
      line.add(values[i] == null ? null : column.text(values[i]));
    }
  }
}
