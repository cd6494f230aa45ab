package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.DumpWalker;
import org.crashtag.sample.Fleet;
import org.crashtag.sample.SampleBlob;
import org.crashtag.storage.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes synthetic dumps. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description = {
      "Writes synthetic dumps that look like those of a fleet: several machines, Windows builds and"
          + " drivers. The same seed gives the same dumps."
    },
    footer = {"", "Example: crashtag sample archive --dumps 500 --broken 2%%"})
final class SampleCommand implements Callable<Integer> {
  /** No larger blob is decoded. */
  private static final long MOST_BLOB_BYTES = DumpWalker.MOST_DECODED_BYTES;

  private final Terminal terminal;

  @Parameters(paramLabel = "DIR", description = "Output folder, which must be new or empty.")
  private Path folder;

  @Option(
      names = "--dumps",
      paramLabel = "N",
      defaultValue = "100",
      description = "Number of files. Default: ${DEFAULT-VALUE}.")
  private int dumps;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Random seed. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--broken",
      paramLabel = "N%",
      defaultValue = "0%",
      description = "Percentage of broken files. Default: 0%%.")
  private String broken;

  @Option(
      names = "--blob",
      paramLabel = "GUID=FILE",
      description = {
        "Add a blob of this tag to each dump, with the file's bytes as its data. Can be repeated;"
            + " blobs keep the order of the options."
      })
  private List<String> blobs = new ArrayList<>();

  SampleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (dumps < 1) {
      throw new UsageException("--dumps expects a number of at least 1, not " + dumps);
    }
    Fleet fleet = new Fleet(seed, brokenPercent(), usersBlobs());
    Fleet.Summary summary = fleet.write(folder, dumps, done -> {});
    terminal
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%,d %s, %,d broken, %,d bytes: %s",
                summary.files(),
                summary.files() == 1 ? "file" : "files",
                summary.broken(),
                summary.bytes(),
                Escape.text(folder.toString())));
    return ExitCode.DONE;
  }

  private List<SampleBlob> usersBlobs() throws IOException {
    List<SampleBlob> parsed = new ArrayList<>();
    for (String blob : blobs) {
      parsed.add(usersBlob(blob));
    }
    return parsed;
  }

  private static SampleBlob usersBlob(String blob) throws IOException {
    int equals = blob.indexOf('=');
    Optional<Guid> tag = Guid.parse(blob.substring(0, Math.max(0, equals)));
    if (tag.isEmpty()) {
      throw new UsageException("--blob expects GUID=FILE, not \"" + blob + "\"");
    }
    Path file = Path.of(blob.substring(equals + 1));
    if (Files.size(file) > MOST_BLOB_BYTES) {
      throw new UsageException(
          "--blob accepts at most 16 MiB, the largest blob that is decoded; "
              + file
              + " is larger");
    }
    return SampleBlob.of(tag.get(), new Location(file.toString()).read());
  }

  private int brokenPercent() {
    if (!broken.matches("(100|[0-9]{1,2})%?")) {
      throw new UsageException("--broken expects 0% to 100%, not \"" + broken + "\"");
    }
    return Integer.parseInt(broken.replace("%", ""));
  }
}
