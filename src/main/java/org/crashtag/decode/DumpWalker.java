package org.crashtag.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.dump.Body;
import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Module;
import org.crashtag.dump.ModuleList;
import org.crashtag.dump.Region;
import org.crashtag.source.Content;
import org.crashtag.source.Window;
import org.crashtag.tag.BlobChain;
import org.crashtag.tag.TaggedBlob;

/**
 * Reads one dump after the other, forward only: headers, modules, and each blob of the tagged
 * region with its decoder. Belongs to one thread.
 */
public final class DumpWalker {
  /** No blob larger than this is decoded or kept: 16 MiB. Larger ones are listed. */
  public static final int MOST_DECODED_BYTES = 1 << 24;

  /** Of a dump's blobs, so many bytes wait for others to be decoded first: 4 MiB. */
  private static final int MOST_WAITING_BYTES = 1 << 22;

  private final Decoders decoders;
  private final WalkOptions options;
  private final MessageDigest digest;
  private final boolean modulesNeeded;

  /** The places of each table's private values. */
  private final IdentityHashMap<TableSchema, int[]> privateValues = new IdentityHashMap<>();

  public DumpWalker(Decoders decoders, WalkOptions options) {
    this.decoders = decoders;
    this.options = options;
    this.modulesNeeded = decoders.all().stream().anyMatch(Decoder::needsModules);
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Walks a dump, as far as it goes if the file was cut after its header page.
   *
   * @throws MalformedException before anything was given to {@code sink}, if the content is no dump
   */
  public void walk(Content content, DumpSink sink) throws IOException {
    Window window = new Window(content);
    Dump dump = Dump.read(window);
    List<MalformedException> faults = new ArrayList<>();
    List<Module> modules = readModules(dump, window, faults);
    Optional<MalformedException> cut = dump.cut(window);
    Optional<Region> region =
        cut.isPresent() ? Optional.of(Region.NO_REGION) : Region.locate(dump, window);
    sink.begin(dump);
    if (options.modules()) {
      for (int entry = 0; entry < modules.size(); entry++) {
        sink.module(entry, modules.get(entry));
      }
      if (cut.isEmpty()) {
        faults.forEach(fault -> sink.reject(Reject.of(Stage.MODULES, fault)));
      }
    }
    if (cut.isPresent()) {
      sink.reject(Reject.of(Stage.HEADER, cut.get()));
      sink.end(RegionFacts.ofCut(dump));
      return;
    }
    if (region.isEmpty()) {
      sink.reject(noRegion(dump));
    }
    DumpContext context = new DumpContext(dump.header(), modules, options);
    sink.end(walkRegion(dump, context, region.orElse(Region.NO_REGION), window, sink));
  }

  private List<Module> readModules(Dump dump, Window window, List<MalformedException> faults)
      throws IOException {
    if ((options.modules() || modulesNeeded) && dump.body() instanceof Body.Triage triage) {
      return ModuleList.read(dump.header(), triage.header(), window, faults::add);
    }
    return List.of();
  }

  private static Reject noRegion(Dump dump) {
    return new Reject(
        Stage.REGION,
        null,
        null,
        dump.regionStart().orElse(0L),
        Reason.CORRUPT,
        "bytes follow the dump, but no tagged region is among them");
  }

  private RegionFacts walkRegion(
      Dump dump, DumpContext context, Region region, Window window, DumpSink sink)
      throws IOException {
    if (region.locator() == Region.Locator.NONE) {
      return RegionFacts.none(dump);
    }
    BlobChain chain = new BlobChain(window, region);
    Queue queue = new Queue(context, sink);
    while (chain.advance()) {
      queue.add(take(chain, sink));
    }
    queue.finish();
    chain.fault().ifPresent(fault -> sink.reject(Reject.of(Stage.REGION, fault)));
    return RegionFacts.of(dump, region, chain);
  }

  /**
   * Decodes blobs of one dump again that an earlier walk kept.
   *
   * @param header of the dump
   * @param modules of the dump
   * @param blobs in the order of their ordinals
   */
  public void replay(
      DumpHeader header, List<Module> modules, StoredBlob.Reader blobs, BlobSink sink)
      throws IOException {
    Queue queue = new Queue(new DumpContext(header, modules, options), sink);
    for (StoredBlob stored = blobs.next(); stored != null; stored = blobs.next()) {
      TaggedBlob blob = stored.blob();
      queue.add(
          new Taken(
              blob,
              decoders.of(blob.tag()).orElse(null),
              options.tags().test(blob.tag()),
              options.keep().test(blob.tag()),
              stored.data(),
              stored.sha256(),
              stored.data().length(),
              new Recorder(blob, sink)));
    }
    queue.finish();
  }

  /** Finishes a dump's blobs in their order, but for those that wait for others. */
  private static final class Queue {
    private final DumpContext context;
    private final BlobSink sink;
    private final List<Taken> waiting = new ArrayList<>();
    private int waitingBytes;

    Queue(DumpContext context, BlobSink sink) {
      this.context = context;
      this.sink = sink;
    }

    void add(Taken taken) {
      if (taken.waits() && waitingBytes + taken.data.length() <= MOST_WAITING_BYTES) {
        waitingBytes += taken.data.length();
        waiting.add(taken.copied());
      } else {
        DumpWalker.finish(taken, context, sink);
      }
    }

    void finish() {
      waiting.forEach(taken -> DumpWalker.finish(taken, context, sink));
    }
  }

  /**
   * A blob that was read as far as it is wanted.
   *
   * @param decoder of its tag, or null
   * @param wanted whether it is to be decoded
   * @param keep whether its bytes are kept
   * @param data its bytes; null where nobody wants them
   * @param kept how many of them are in the file
   */
  private record Taken(
      TaggedBlob blob,
      Decoder decoder,
      boolean wanted,
      boolean keep,
      Bytes data,
      String sha256,
      long kept,
      Recorder recorder) {
    /** The decoder that is used; null where none is. */
    Decoder used() {
      return wanted && blob.bytes() > 0 ? decoder : null;
    }

    boolean decodes() {
      return used() != null && data != null && data.length() > 0;
    }

    boolean waits() {
      return decodes() && decoder.waits(data);
    }

    /** With bytes of its own: the window's buffer is larger. */
    Taken copied() {
      Bytes copy = Bytes.of(data.toArray(), 0, data.length(), data.offset());
      return new Taken(blob, decoder, wanted, keep, copy, sha256, kept, recorder);
    }
  }

  private Taken take(BlobChain chain, DumpSink sink) throws IOException {
    TaggedBlob blob = chain.blob();
    Decoder decoder = decoders.of(blob.tag()).orElse(null);
    boolean wanted = options.tags().test(blob.tag());
    boolean keep = options.keep().test(blob.tag());
    Recorder recorder = new Recorder(blob, sink);
    Bytes data = (decoder != null && wanted) || keep ? read(chain, recorder) : null;
    String sha256 = hash(chain, data);
    long kept = chain.keptBytes();
    return new Taken(blob, decoder, wanted, keep, data, sha256, kept, recorder);
  }

  private static void finish(Taken taken, DumpContext context, BlobSink sink) {
    Recorder recorder = taken.recorder;
    if (taken.decodes()) {
      decode(taken.decoder, taken.blob, taken.data, context, recorder);
    }
    sink.blob(
        new BlobFacts(
            taken.blob,
            taken.kept,
            taken.sha256,
            taken.used(),
            recorder.records,
            status(taken.blob, taken.decoder, taken.wanted, recorder, taken.kept),
            taken.keep ? taken.data : null));
  }

  /** Null, and a reject, where the blob is too large. */
  private static Bytes read(BlobChain chain, Recorder recorder) throws IOException {
    try {
      return chain.read(MOST_DECODED_BYTES);
    } catch (MalformedException e) {
      recorder.reject(e.reason(), e.offset(), e.getMessage());
      return null;
    }
  }

  /** Null where the blob's bytes aren't wanted. */
  private String hash(BlobChain chain, Bytes data) throws IOException {
    // A read that failed halfway through another dump has left its bytes.
    digest.reset();
    if (data != null) {
      data.update(digest);
    } else if (options.hashAll()) {
      chain.copyTo(piece -> piece.update(digest));
    } else {
      return null;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Status status(
      TaggedBlob blob, Decoder decoder, boolean wanted, Recorder recorder, long kept) {
    if (blob.bytes() == 0) {
      return Status.EMPTY;
    }
    if (decoder == null) {
      return Status.UNKNOWN;
    }
    return wanted ? recorder.status(kept == blob.bytes()) : Status.SKIPPED;
  }

  private static void decode(
      Decoder decoder, TaggedBlob blob, Bytes data, DumpContext context, Recorder recorder) {
    try {
      decoder.decode(blob, data, context, recorder);
    } catch (MalformedException e) {
      recorder.reject(e.reason(), e.offset(), e.getMessage());
    } catch (UncheckedIOException e) {
      // The rows could not be written: that is no fault of the blob.
      throw e;
    } catch (RuntimeException e) {
      // A fault of the decoder costs its blob, not the dump or the run.
      recorder.reject(
          Reason.CORRUPT, data.offset(), "the decoder " + decoder.name() + " failed: " + e);
    }
  }

  private static int[] privateValues(TableSchema table) {
    return IntStream.range(TableSchema.RECORD_KEY_COLUMNS, table.columns().size())
        .filter(i -> table.columns().get(i).secrecy() == Column.Secrecy.PRIVATE)
        .map(i -> i - TableSchema.RECORD_KEY_COLUMNS)
        .toArray();
  }

  /** Numbers a blob's records, replaces what is private in them, counts its rejects. */
  private final class Recorder implements RecordSink {
    private final TaggedBlob blob;
    private final BlobSink sink;
    private final Map<String, Long> entries = new HashMap<>(2);
    private String current = "";
    private long entry;
    private long records;
    private boolean rejected;

    Recorder(TaggedBlob blob, BlobSink sink) {
      this.blob = blob;
      this.sink = sink;
    }

    @Override
    public void row(TableSchema table, Object... values) {
      if (!table.name().equals(current)) {
        entries.put(current, entry);
        current = table.name();
        entry = entries.getOrDefault(current, 0L);
      }
      for (int i : privateValues.computeIfAbsent(table, DumpWalker::privateValues)) {
        values[i] = options.privacy().text((String) values[i]);
      }
      sink.row(blob, table, entry, values);
      entry++;
      records++;
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      rejected = true;
      sink.reject(Reject.of(blob, reason, offset, message));
    }

    Status status(boolean whole) {
      if (!rejected && whole) {
        return Status.DECODED;
      }
      return records > 0 ? Status.PARTIAL : Status.REJECTED;
    }
  }
}
