package org.crashtag.decode;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.bytes.Sha256;
import org.crashtag.bytes.Window;
import org.crashtag.decode.BlobFacts.Status;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.Module;
import org.crashtag.dump.Region;
import org.crashtag.dump.stack.CrashRules;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.dump.stack.TriageContents;
import org.crashtag.tag.BlobChain;
import org.crashtag.tag.TaggedBlob;

/**
 * Reads dumps one at a time, forward only: headers, modules, and each blob of the tagged region
 * with its decoder. Not safe for use by several threads.
 */
public final class DumpWalker {
  /** Largest blob that is decoded or kept: 16 MiB. Larger blobs are only listed. */
  public static final int MOST_DECODED_BYTES = 1 << 24;

  /** Maximum size of the blobs of a dump that wait until others are decoded: 4 MiB. */
  private static final int MOST_WAITING_BYTES = 1 << 22;

  private final Decoders decoders;
  private final WalkOptions options;
  private final MessageDigest digest;
  private final boolean modulesNeeded;
  private final CrashRules rules;

  /**
   * A walker for one thread.
   *
   * @param decoders that get the blobs
   * @param options what is decoded, hashed and kept
   */
  public DumpWalker(Decoders decoders, WalkOptions options) {
    this.decoders = decoders;
    this.options = options;
    this.rules = CrashRules.of(options.settings());
    this.modulesNeeded = decoders.all().stream().anyMatch(Decoder::needsModules);
    this.digest = Sha256.digest();
  }

  /**
   * Walks a dump; a file that is truncated after its header page is read as far as possible.
   *
   * @throws MalformedException if the content is not a dump; {@code sink} has received nothing then
   */
  public void walk(Content content, DumpSink sink) throws IOException {
    Window window = new Window(content);
    Dump dump = Dump.read(window);
    List<Reject> rejects = new ArrayList<>();
    TriageContents contents = readContents(dump, window, rejects);
    List<Module> modules = contents.modules();
    Optional<MalformedException> cut = dump.cut(window);
    Optional<Region> region =
        cut.isPresent() ? Optional.of(Region.NO_REGION) : Region.locate(dump, window);
    sink.begin(dump);
    if (options.modules()) {
      for (int entry = 0; entry < modules.size(); entry++) {
        sink.module(entry, modules.get(entry));
      }
    }
    if (options.stack()) {
      sink.stack(contents.stack());
    }
    if (cut.isPresent()) {
      sink.reject(Reject.of(Stage.HEADER, cut.get()));
      sink.end(RegionFacts.ofCut(dump));
      return;
    }
    rejects.forEach(sink::reject);
    if (region.isEmpty()) {
      sink.reject(noRegion(dump));
    }
    DumpContext context = new DumpContext(dump.header(), modules, options);
    sink.end(walkRegion(dump, context, region.orElse(Region.NO_REGION), window, sink));
  }

  private TriageContents readContents(Dump dump, Window window, List<Reject> rejects)
      throws IOException {
    TriageContents.Faults faults = faults(rejects);
    if (options.stack()) {
      return TriageContents.read(dump, window, rules, faults);
    }
    List<Module> modules =
        options.modules() || modulesNeeded
            ? TriageContents.readModules(dump, window, rules.windows(), faults::ofModules)
            : List.of();
    return new TriageContents(modules, CrashStack.ofHeader(dump.header(), rules));
  }

  /** Faults in the modules are reported only if they were requested. */
  private TriageContents.Faults faults(List<Reject> rejects) {
    return new TriageContents.Faults() {
      @Override
      public void ofModules(MalformedException fault) {
        if (options.modules()) {
          rejects.add(Reject.of(Stage.MODULES, fault));
        }
      }

      @Override
      public void ofStack(MalformedException fault) {
        rejects.add(Reject.of(Stage.STACK, fault));
      }
    };
  }

  private static Reject noRegion(Dump dump) {
    return new Reject(
        Stage.REGION,
        null,
        null,
        dump.regionStart().orElse(0L),
        Reason.CORRUPT,
        "bytes follow the dump, but they contain no tagged region");
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
   * Decodes blobs again that an earlier walk of a dump kept.
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
      Decoder decoder = decoders.of(blob.tag()).orElse(null);
      queue.add(
          new ReadBlob(
              blob,
              decoder,
              options.tags().test(blob.tag()),
              options.keep().test(blob.tag()),
              stored.data(),
              stored.sha256(),
              stored.data().length(),
              new Recorder(blob, decoder, sink)));
    }
    queue.finish();
  }

  /** Finishes the blobs of a dump in order, except those that wait for others. */
  private static final class Queue {
    private final DumpContext context;
    private final BlobSink sink;
    private final List<ReadBlob> waiting = new ArrayList<>();
    private int waitingBytes;

    Queue(DumpContext context, BlobSink sink) {
      this.context = context;
      this.sink = sink;
    }

    void add(ReadBlob read) {
      if (read.waits() && waitingBytes + read.data.length() <= MOST_WAITING_BYTES) {
        waitingBytes += read.data.length();
        waiting.add(read.copied());
      } else {
        DumpWalker.finish(read, context, sink);
      }
    }

    void finish() {
      waiting.forEach(read -> DumpWalker.finish(read, context, sink));
    }
  }

  /**
   * A blob that was read as far as needed.
   *
   * @param decoder the decoder of its tag, or null
   * @param wanted whether it is decoded
   * @param keep whether its bytes are kept
   * @param data its bytes; null if they are not needed
   * @param kept number of its bytes that are in the file
   */
  private record ReadBlob(
      TaggedBlob blob,
      Decoder decoder,
      boolean wanted,
      boolean keep,
      Bytes data,
      String sha256,
      long kept,
      Recorder recorder) {
    /** The decoder that is used, or null. */
    Decoder used() {
      return wanted && blob.bytes() > 0 ? decoder : null;
    }

    boolean decodes() {
      return used() != null && data != null && data.length() > 0 && !recorder.decoderFailed;
    }

    boolean waits() {
      try {
        return decodes() && decoder.waits(data);
      } catch (ThreadDeath e) {
        throw e;
      } catch (Throwable e) {
        recorder.rejectDecoder(e);
        return false;
      }
    }

    /** The same blob with a copy of its bytes, because the window's buffer is larger. */
    ReadBlob copied() {
      Bytes copy = Bytes.of(data.toArray(), 0, data.length(), data.offset());
      return new ReadBlob(blob, decoder, wanted, keep, copy, sha256, kept, recorder);
    }
  }

  private ReadBlob take(BlobChain chain, DumpSink sink) throws IOException {
    TaggedBlob blob = chain.blob();
    Decoder decoder = decoders.of(blob.tag()).orElse(null);
    boolean wanted = options.tags().test(blob.tag());
    boolean keep = options.keep().test(blob.tag());
    Recorder recorder = new Recorder(blob, decoder, sink);
    Bytes data = (decoder != null && wanted) || keep ? read(chain, recorder) : null;
    String sha256 = hash(chain, data);
    long kept = chain.keptBytes();
    return new ReadBlob(blob, decoder, wanted, keep, data, sha256, kept, recorder);
  }

  private static void finish(ReadBlob read, DumpContext context, BlobSink sink) {
    Recorder recorder = read.recorder;
    if (read.decodes()) {
      decode(read.decoder, read.blob, read.data, context, recorder);
    }
    Status status = status(read.blob, read.decoder, read.wanted, recorder, read.kept);
    boolean counted = status == Status.DECODED || status == Status.PARTIAL;
    sink.blob(
        new BlobFacts(
            read.blob,
            read.kept,
            read.sha256,
            read.used(),
            recorder.records,
            counted ? (Long) recorder.decodedBytes(read.kept) : null,
            counted ? (Long) recorder.carriedBytes(read.kept) : null,
            status,
            read.keep ? read.data : null));
  }

  /** The bytes of the blob; null, with a reject, if it is too large. */
  private static Bytes read(BlobChain chain, Recorder recorder) throws IOException {
    try {
      return chain.read(MOST_DECODED_BYTES);
    } catch (MalformedException e) {
      recorder.reject(e.reason(), e.offset(), e.getMessage());
      return null;
    }
  }

  /** The bytes of the blob; null if they are not needed. */
  private String hash(BlobChain chain, Bytes data) throws IOException {
    // Remove bytes left by a read that failed in an earlier dump.
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
      recorder.throwSinkFault();
      recorder.reject(e.reason(), e.offset(), e.getMessage());
    } catch (ThreadDeath e) {
      throw e;
    } catch (Throwable e) {
      recorder.throwSinkFault();
      recorder.rejectDecoder(e);
    }
    recorder.throwSinkFault();
  }

  /**
   * Numbers the records of a blob, replaces private values in them, and counts rejects and bytes.
   */
  private final class Recorder implements RecordSink {
    private final TaggedBlob blob;
    private final Decoder decoder;
    private final BlobSink sink;
    private final IdentityHashMap<TypedTable<?>, Entries> entries = new IdentityHashMap<>(4);
    private Entries current = Entries.NONE;
    private long records;
    private long decoded;
    private long carried;
    private boolean rejected;
    private boolean decoderFailed;
    private Throwable sinkFault;

    /**
     * @param decoder the decoder of the blob's tag, or null
     */
    Recorder(TaggedBlob blob, Decoder decoder, BlobSink sink) {
      this.blob = blob;
      this.decoder = decoder;
      this.sink = sink;
    }

    @Override
    public <T> void row(TypedTable<T> table, T from) {
      if (current.table != table) {
        current = entries.computeIfAbsent(table, this::entriesOf);
      }
      Object[] values = table.row(from);
      for (int i : table.privateColumns()) {
        values[i] = options.privacy().text((String) values[i]);
      }
      long entry = current.next++;
      try {
        sink.row(blob, table.schema(), entry, values);
      } catch (RuntimeException | Error e) {
        sinkFault = e;
        throw e;
      }
      records++;
    }

    private Entries entriesOf(TypedTable<?> table) {
      if (!decoder.tables().contains(table.schema())) {
        throw new IllegalRowException(
            table.schema().name() + ": a row of a table that the decoder does not declare");
      }
      return new Entries(table);
    }

    /** An exception of the sink is not a fault of the decoder, which may have caught it. */
    void throwSinkFault() {
      if (sinkFault instanceof Error error) {
        throw error;
      }
      if (sinkFault instanceof RuntimeException exception) {
        throw exception;
      }
    }

    @Override
    public void reject(Reason reason, long offset, String message) {
      rejected = true;
      try {
        sink.reject(Reject.of(blob, reason, offset, message));
      } catch (RuntimeException | Error e) {
        sinkFault = e;
        throw e;
      }
    }

    /** A failing decoder loses its blob, not the dump or the run. */
    void rejectDecoder(Throwable fault) {
      decoderFailed = true;
      reject(Reason.DECODER, blob.dataOffset(), DecoderFault.message(decoder, fault));
    }

    @Override
    public void decoded(long bytes) {
      decoded += bytes;
    }

    @Override
    public void carried(long bytes) {
      carried += bytes;
    }

    /** At most the bytes that exist, whatever the decoder reported. */
    long decodedBytes(long kept) {
      return Math.min(decoded, kept);
    }

    /** At most the remaining bytes. */
    long carriedBytes(long kept) {
      return Math.min(carried, kept - decodedBytes(kept));
    }

    Status status(boolean whole) {
      if (!rejected && whole) {
        return Status.DECODED;
      }
      return records > 0 ? Status.PARTIAL : Status.REJECTED;
    }
  }

  /** Counts a blob's records in one table. */
  private static final class Entries {
    private static final Entries NONE = new Entries(null);

    private final TypedTable<?> table;
    private long next;

    Entries(TypedTable<?> table) {
      this.table = table;
    }
  }
}
