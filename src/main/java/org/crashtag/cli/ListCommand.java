package org.crashtag.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Window;
import org.crashtag.decode.RegionFacts;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Region;
import org.crashtag.dump.stack.CrashRules;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.dump.stack.TriageContents;
import org.crashtag.table.DumpRow;
import org.crashtag.table.Tables;
import org.crashtag.tag.BlobChain;
import org.crashtag.tag.KnownTag;
import org.crashtag.tag.TaggedBlob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints each tagged blob of each dump, as {@code .enumtag} does. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the tagged blobs of dumps: GUID, size, name, first bytes.",
    footer = {"", "Example: crashtag list --bytes 0 C:/Windows/Minidump"})
final class ListCommand implements Callable<Integer> {
  private static final int DEFAULT_BYTES = 32;
  private static final String INDENT = "   ";

  private final Terminal terminal;

  @Option(
      names = "--bytes",
      paramLabel = "N|all",
      description = "Number of bytes to print of each blob. Default: 32, or 0 with --json.")
  private String bytes;

  @Option(names = "--json", description = "Print one JSON object per dump, each on its own line.")
  private boolean json;

  @Option(names = "--verbose", description = "Print a stack trace with each error.")
  private boolean verbose;

  @Mixin private TagOptions tagOptions;

  @Mixin private StackOptions stackOptions;

  @Mixin private ArchiveOptions archives;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Dumps, archives, folders, patterns, or archive.zip!member, as list prints it. If"
              + " several members have one name, all but the first carry their position:"
              + " archive.zip!a.dmp#2.")
  private List<String> paths;

  private TagNames names;

  /** Null unless the output is JSON. */
  private CrashRules rules;

  private int shownBytes;
  private DumpFiles files;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    shownBytes = parseBytes();
    names = new TagNames(tagOptions.known());
    Map<String, String> settings = stackOptions.settings();
    // Only JSON shows what the rules find; reading them takes time.
    rules = json ? CrashRules.of(settings) : null;
    files = new DumpFiles(terminal, archives.limits(), verbose);
    return files.each(paths, this::list);
  }

  private int parseBytes() {
    if (bytes == null) {
      return json ? 0 : DEFAULT_BYTES;
    }
    if (bytes.equals("all")) {
      return Integer.MAX_VALUE;
    }
    if (!bytes.matches("[0-9]{1,9}")) {
      throw new UsageException("--bytes takes a number or \"all\", not \"" + bytes + "\"");
    }
    return Integer.parseInt(bytes);
  }

  private void list(DumpFiles.Found file, Content content) throws IOException {
    Window window = new Window(content);
    Dump dump = Dump.read(window);
    CrashStack stack = json ? TriageContents.read(dump, window, rules, faults(file)).stack() : null;
    Optional<Region> region = Region.locate(dump, window);
    if (region.isEmpty()) {
      files.fail(file.name(), "corrupt: bytes follow the dump, but they contain no tagged region");
    }
    Region found = region.orElse(Region.NO_REGION);
    BlobChain chain = found.locator() == Region.Locator.NONE ? null : new BlobChain(window, found);
    if (json) {
      writeJson(file, content.length(), dump, stack, found, chain);
    } else {
      print(file, dump, found, chain);
    }
    if (chain != null) {
      Optional<MalformedException> fault = chain.fault();
      fault.ifPresent(why -> files.fail(file.name(), DumpFiles.describe(why)));
    }
  }

  private TriageContents.Faults faults(DumpFiles.Found file) {
    return new TriageContents.Faults() {
      @Override
      public void ofModules(MalformedException fault) {
        files.fail(file.name(), DumpFiles.describe(fault));
      }

      @Override
      public void ofStack(MalformedException fault) {
        files.fail(file.name(), DumpFiles.describe(fault));
      }
    };
  }

  private void print(DumpFiles.Found file, Dump dump, Region region, BlobChain chain)
      throws IOException {
    PrintStream out = terminal.out();
    out.println(terminal.strong(Escape.text(file.name())));
    for (String line : HeaderText.summary(dump, Terminal.DEFAULT_COLUMNS - INDENT.length())) {
      out.println(INDENT + line);
    }
    if (chain == null) {
      out.println("   no tagged region");
      return;
    }
    while (chain.advance()) {
      printBlob(chain);
    }
    out.println(
        "   "
            + chain.count()
            + " tags in "
            + (chain.position() - region.offset())
            + " bytes at 0x"
            + Long.toHexString(region.offset())
            + " ("
            + region.locator().label()
            + "), end: "
            + chain.end().label());
  }

  private void printBlob(BlobChain chain) throws IOException {
    TaggedBlob blob = chain.blob();
    PrintStream out = terminal.out();
    out.print(blob.tag().braced() + " - 0x" + Long.toHexString(blob.bytes()) + " bytes");
    Optional<KnownTag> tag = names.of(blob.tag());
    if (tag.isPresent()) {
      out.print("  " + Escape.text(tag.get().name()));
      out.println();
      out.print("   " + Escape.text(tag.get().owner()));
    }
    out.println();
    chain.copyTo(
        shownBytes, piece -> HexDump.print(out, piece.offset() - blob.dataOffset(), piece));
  }

  private void writeJson(
      DumpFiles.Found file,
      long length,
      Dump dump,
      CrashStack stack,
      Region region,
      BlobChain chain)
      throws IOException {
    JsonFactory factory = new JsonFactory();
    try (JsonGenerator generator = factory.createGenerator(terminal.out())) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.writeStartObject();
      generator.writeArrayFieldStart("tags");
      while (chain != null && chain.advance()) {
        writeBlob(generator, chain);
      }
      generator.writeEndArray();
      RegionFacts facts =
          chain == null ? RegionFacts.none(dump) : RegionFacts.of(dump, region, chain);
      DumpRow row = new DumpRow(file.source(), file.member(), length, dump, stack, facts);
      JsonRows.writeFields(generator, Tables.DUMPS.schema(), 0, Tables.DUMPS.row(row));
      generator.writeEndObject();
    } finally {
      // The generator closes the object even after a failure.
      terminal.out().println();
    }
  }

  private void writeBlob(JsonGenerator generator, BlobChain chain) throws IOException {
    TaggedBlob blob = chain.blob();
    generator.writeStartObject();
    generator.writeNumberField("ordinal", blob.ordinal());
    generator.writeStringField("tag", blob.tag().toString());
    Optional<KnownTag> tag = names.of(blob.tag());
    if (tag.isPresent()) {
      generator.writeStringField("tag_name", tag.get().name());
      generator.writeStringField("owner", tag.get().owner());
    }
    generator.writeNumberField("offset", blob.dataOffset());
    generator.writeNumberField("bytes", blob.bytes());
    if (shownBytes > 0) {
      generator.writeStringField("data", hex(chain));
    }
    generator.writeNumberField("kept_bytes", chain.keptBytes());
    generator.writeEndObject();
  }

  private String hex(BlobChain chain) throws IOException {
    StringBuilder hex = new StringBuilder();
    chain.copyTo(shownBytes, piece -> hex.append(HexFormat.of().formatHex(piece.toArray())));
    return hex.toString();
  }
}
