package org.crashtag.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Window;
import org.crashtag.decode.Decoders;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Region;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;
import org.crashtag.tag.BlobChain;
import org.crashtag.tag.TaggedBlob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes tagged blobs as files. */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description = {
      "Writes tagged blobs byte for byte: one to a file, or many to a folder as"
          + " <dump_id>-<ordinal>.bin."
    },
    footer = {"", "Example: crashtag extract --tag kmdf-log -o log.bin MEMORY.DMP"})
final class ExtractCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Storage storage = Storages.all();

  @Option(
      names = "--tag",
      paramLabel = "GUID|NAME",
      required = true,
      description = "The tag: its GUID or its name.")
  private String tag;

  @Option(
      names = "--ordinal",
      paramLabel = "N",
      description = "The blob's position in its dump, if the tag occurs more than once.")
  private Integer ordinal;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|DIR",
      description =
          "Output: a file, or a folder that exists or whose name ends with a slash. Without"
              + " it, the blob is written to standard output.")
  private String output;

  @Option(names = "--force", description = "Replace existing files.")
  private boolean force;

  @Option(names = "--verbose", description = "Print a stack trace with each error.")
  private boolean verbose;

  @Mixin private TagOptions tagOptions;

  @Mixin private ArchiveOptions archives;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Dumps, archives, folders, patterns, or archive.zip!member, as list prints it. If"
              + " several members have one name, all but the first carry their position:"
              + " archive.zip!a.dmp#2.")
  private List<String> paths;

  private Predicate<Guid> wanted;
  private DumpFiles files;
  private boolean intoFolder;
  private int matches;
  private int written;

  ExtractCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    wanted = TagOptions.select(tagOptions.known(), Decoders.load(), List.of(tag));
    files = new DumpFiles(terminal, archives.limits(), verbose);
    intoFolder = output != null && isFolder(output);
    if (output == null && terminal.interactive()) {
      throw new UsageException("binary output is not written to a terminal; use -o FILE");
    }
    if (!intoFolder && !isOnlyMatch()) {
      return ExitCode.FAILED;
    }
    int exitCode = files.each(paths, this::extract);
    if (matches == 0) {
      terminal.complain(tag, "no such blob in these dumps");
      return ExitCode.FAILED;
    }
    if (output != null) {
      terminal.err().println("crashtag: " + written + " written to " + Escape.text(output));
    }
    return exitCode;
  }

  private boolean isFolder(String path) throws IOException {
    if (path.endsWith("/") || path.endsWith("\\")) {
      return true;
    }
    Optional<Storage.Entry> entry = storage.find(path);
    return entry.isPresent()
        && (entry.get().kind() == Storage.Kind.FOLDER
            || entry.get().kind() == Storage.Kind.FOLDER_LINK);
  }

  /** Searches all dumps first, so that nothing is written if the choice is ambiguous. */
  private boolean isOnlyMatch() throws IOException {
    List<String> found = new ArrayList<>();
    Terminal silent =
        new Terminal(
            terminal.out(), new java.io.PrintStream(OutputStream.nullOutputStream()), false, 0);
    new DumpFiles(silent, archives.limits(), false)
        .each(
            paths,
            (file, content) ->
                eachMatch(content, (dump, chain) -> found.add(describe(file, chain.blob()))));
    if (found.size() > 1) {
      terminal.complain(
          tag, found.size() + " blobs; choose with --ordinal, or name a folder with -o");
      found.forEach(line -> terminal.err().println("  " + Escape.text(line)));
    }
    return found.size() <= 1;
  }

  private static String describe(DumpFiles.Found file, TaggedBlob blob) {
    return "--ordinal "
        + blob.ordinal()
        + ": "
        + blob.tag().braced()
        + ", "
        + blob.bytes()
        + " bytes, "
        + file.name();
  }

  private interface Match {
    void accept(Dump dump, BlobChain chain) throws IOException;
  }

  /** Walks a dump's chain and returns the fault that ended it, if any. */
  private Optional<MalformedException> eachMatch(Content content, Match match) throws IOException {
    Window window = new Window(content);
    Dump dump = Dump.read(window);
    Optional<Region> region = Region.locate(dump, window);
    if (region.isEmpty()) {
      long end = dump.regionStart().orElse(0L);
      String message = "bytes follow the dump, but they contain no tagged region";
      return Optional.of(new MalformedException(Reason.CORRUPT, end, message));
    }
    if (region.get().locator() == Region.Locator.NONE) {
      return Optional.empty();
    }
    BlobChain chain = new BlobChain(window, region.get());
    while (chain.advance()) {
      TaggedBlob blob = chain.blob();
      if (wanted.test(blob.tag()) && (ordinal == null || ordinal == blob.ordinal())) {
        match.accept(dump, chain);
      }
    }
    return chain.fault();
  }

  private void extract(DumpFiles.Found file, Content content) throws IOException {
    Optional<MalformedException> fault =
        eachMatch(
            content,
            (dump, chain) -> {
              matches++;
              write(file, dump, chain);
            });
    fault.ifPresent(why -> files.fail(file.name(), DumpFiles.describe(why)));
  }

  private void write(DumpFiles.Found file, Dump dump, BlobChain chain) throws IOException {
    if (output == null) {
      chain.copyTo(piece -> terminal.out().write(piece.toArray()));
      return;
    }
    String name = dump.header().dumpId() + "-" + chain.blob().ordinal() + ".bin";
    String target = intoFolder ? output.replaceAll("[/\\\\]+$", "") + "/" + name : output;
    Optional<Storage.Entry> there = storage.find(target);
    if (force && there.isPresent() && there.get().kind() == Storage.Kind.FILE) {
      storage.delete(target);
    }
    try (OutputStream stream = storage.create(target)) {
      chain.copyTo(piece -> stream.write(piece.toArray()));
      written++;
    } catch (FileAlreadyExistsException e) {
      files.fail(file.name(), DumpFiles.words(e) + " (--force replaces it)");
    }
  }
}
