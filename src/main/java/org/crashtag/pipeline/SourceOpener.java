package org.crashtag.pipeline;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Window;
import org.crashtag.dump.Dump;
import org.crashtag.dump.stack.TriageContents;
import org.crashtag.source.Ahead;
import org.crashtag.source.SourceChannel;
import org.crashtag.source.SourceFile;
import org.crashtag.storage.Storage;

/**
 * Opens remote sources ahead, and reads what will be needed of them with few requests. Sources on
 * disks are opened when they are used.
 */
final class SourceOpener {
  /** An archive up to this size is read at once. */
  private static final int ARCHIVE_BYTES = 1 << 20;

  /** Most bytes of a dump's tagged region that are read at once. */
  private static final int REGION_BYTES = 4 << 20;

  /** A triage dump ends with a mark, which is read before the region. */
  private static final int MARK_BYTES = 8;

  /** It takes a store as long to answer another request as to send about so many bytes more. */
  private static final int GAP_BYTES = 1 << 17;

  private static final Set<String> ARCHIVES =
      Set.of(
          "cab", "zip", "7z", "gz", "tgz", "zst", "xz", "bz2", "lzma", "tar", "rar", "wim", "exe");

  private final Storage storage;
  private final String run;

  SourceOpener(Storage storage, String run) {
    this.storage = storage;
    this.run = run;
  }

  /** Learns from a dump how much to read first of the next ones. */
  void learn(Dump dump) {
    HeadFile.of(run).ifPresent(heads -> heads.size().add(dump));
  }

  boolean isRemote(SourceFile file) {
    // Only object stores have tags.
    return !file.tag().isEmpty();
  }

  /** Opens sources that are to be identified. */
  Ahead.Preparation<SourceFile, SourceChannel> identifying() {
    return new Ahead.Preparation<>() {
      @Override
      public boolean isWorthIt(SourceFile file) {
        return isRemote(file);
      }

      @Override
      public long bytes(SourceFile file) {
        return firstBytes(file);
      }

      @Override
      public SourceChannel prepare(SourceFile file) throws IOException {
        SourceChannel channel = new SourceChannel(storage, file);
        channel.readAhead(0, firstBytes(file));
        return channel;
      }
    };
  }

  private int firstBytes(SourceFile file) {
    String name = file.path().toLowerCase(Locale.ROOT);
    boolean archive = ARCHIVES.contains(name.substring(name.lastIndexOf('.') + 1));
    int most = HeadFile.of(run).map(heads -> heads.size().bytes()).orElse(Dump.FIRST_READ);
    return (int) Math.min(file.bytes(), archive ? ARCHIVE_BYTES : most);
  }

  /** Keeps what was read first of a source, so that it needn't be read again. */
  Head keep(Bytes first, boolean isDump) {
    return HeadFile.of(run)
        .flatMap(file -> file.keep(first))
        .orElseGet(() -> isDump ? Head.packed(first) : Head.NONE);
  }

  /**
   * Opens sources of which dumps are to be read.
   *
   * @param first a sighting in the source
   */
  <T> Ahead.Preparation<T, SourceChannel> extracting(Function<T, Sighting> first) {
    return new Ahead.Preparation<>() {
      @Override
      public boolean isWorthIt(T wanted) {
        return isRemote(first.apply(wanted).file());
      }

      @Override
      public long bytes(T wanted) {
        Sighting sighting = first.apply(wanted);
        return sighting.member() == null
            ? HeadSize.MOST_BYTES + Math.min(REGION_BYTES, Math.max(0, sighting.bytesBehind()))
            : Math.min(ARCHIVE_BYTES, sighting.file().bytes());
      }

      @Override
      public SourceChannel prepare(T wanted) throws IOException {
        return open(first.apply(wanted));
      }
    };
  }

  private SourceChannel open(Sighting sighting) throws IOException {
    SourceFile file = sighting.file();
    SourceChannel channel = new SourceChannel(storage, file);
    Bytes head = sighting.head().bytes(run);
    if (head.length() > 0) {
      channel.keep(head);
    }
    if (sighting.member() != null) {
      if (head.length() < Math.min(ARCHIVE_BYTES, file.bytes())) {
        channel.readAhead(0, ARCHIVE_BYTES);
      }
      return channel;
    }
    if (head.length() < Math.min(Dump.FIRST_READ, file.bytes())) {
      channel.readAhead(0, Dump.FIRST_READ);
      head = channel.kept(0);
    }
    readDump(channel, head, file.bytes());
    return channel;
  }

  /**
   * The parts of a triage dump and the tagged region, with one request unless they are far apart.
   */
  private static void readDump(SourceChannel channel, Bytes head, long size) throws IOException {
    Dump dump;
    try {
      dump = Dump.read(new Window(new HeadContent(head, size)));
    } catch (MalformedException e) {
      // Reading it will say what is wrong.
      return;
    }
    long partsEnd = Math.min(size, TriageContents.end(dump));
    long region = Math.max(head.length(), dump.regionStart().orElse(size) - MARK_BYTES);
    long regionEnd = Math.min(size, region + REGION_BYTES);
    long from = head.length();
    if (partsEnd > from && region - partsEnd > GAP_BYTES) {
      channel.readAhead(from, (int) Math.min(REGION_BYTES, partsEnd - from));
      from = region;
    } else if (partsEnd <= from) {
      from = region;
    }
    if (regionEnd > from) {
      channel.readAhead(from, (int) Math.min(2L * REGION_BYTES, regionEnd - from));
    }
  }

  /** What is known of a dump's first bytes; what isn't is missing. */
  private record HeadContent(Bytes head, long length) implements Content {
    @Override
    public int read(long offset, byte[] into, int at, int size) {
      return head.copyTo((int) Math.min(offset, head.length()), into, at, size);
    }

    @Override
    public long reach(long offset) {
      return Math.min(offset, length);
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
