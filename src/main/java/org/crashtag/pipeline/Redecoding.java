package org.crashtag.pipeline;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.source.Member;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceKind;
import org.crashtag.sql.ArchivedDump;
import org.crashtag.sql.Redecoder;
import org.crashtag.sql.StoredDump;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult;

/** Decodes dumps again: those of the archive by a pipeline, kept blobs in this process. */
public final class Redecoding implements Redecoder {
  /** The number of the parts that kept blobs gave. */
  private static final int OF_BLOBS = 0;

  private final StorageFactory storages;
  private final String program;
  private final RunOptions options;
  private final CrashRun.Runner runner;
  private final Decoders decoders;
  private final Predicate<Guid> wanted;

  /**
   * @param program this program's version
   * @param options what is asked; its sources aren't looked at
   */
  public Redecoding(StorageFactory storages, String program, RunOptions options) {
    this(storages, program, options, CrashRun::local);
  }

  Redecoding(StorageFactory storages, String program, RunOptions options, CrashRun.Runner runner) {
    this.storages = storages;
    this.program = program;
    this.options = options;
    this.runner = runner;
    RunPlan plan = plan("", 1, options);
    this.decoders = plan.decoders();
    this.wanted = plan.walkOptions(plan.knownTags(), decoders).tags();
  }

  private RunPlan plan(Target target, int buckets) {
    List<String> keep = new ArrayList<>(options.writing().keep());
    keep.addAll(target.keep());
    return plan(target.run(), buckets, options.withKeep(keep));
  }

  private RunPlan plan(String run, int buckets, RunOptions options) {
    String now = Instant.now().toString();
    return new RunPlan(storages, run, run, now, program, buckets, Map.of(), options);
  }

  @Override
  public Optional<String> decoder(String tag) {
    return Guid.parse(tag).filter(wanted).flatMap(decoders::of).map(Decoder::label);
  }

  @Override
  public void fromArchive(Target target, long count, Iterator<ArchivedDump> dumps)
      throws IOException {
    RunPlan plan = plan(target, CrashRun.buckets(options, count, count));
    boolean none;
    try (TaskList list = new TaskList(plan)) {
      Found found = new Found(plan.storage());
      while (dumps.hasNext()) {
        ArchivedDump dump = dumps.next();
        Optional<SourceFile> file = found.file(dump.source());
        if (file.isPresent()) {
          list.add(new Task(List.of(sighting(file.get(), dump)), false, ""));
        }
      }
      none = list.isEmpty();
    }
    if (!none) {
      Pipeline pipeline = CrashRun.pipeline(runner, options, plan.buckets());
      addTo(pipeline, plan, target.folder());
      CrashRun.finish(pipeline);
    }
  }

  private static Sighting sighting(SourceFile file, ArchivedDump dump) {
    boolean zipped = SourceKind.ZIP.label().equals(dump.kind());
    Member member = new Member(dump.member(), 0, SourceKind.DUMP);
    String unit = Sighting.unit(file, zipped, member);
    long bytes = dump.bytes() == null ? -1 : dump.bytes();
    return new Sighting(
        file, dump.member(), bytes, SourceKind.DUMP, unit, dump.dumpId(), false, 0, 0, null);
  }

  /** Looks each file up once; they come in order. */
  private static final class Found {
    private final Storage storage;
    private String path = "";
    private Optional<SourceFile> file = Optional.empty();

    Found(Storage storage) {
      this.storage = storage;
    }

    Optional<SourceFile> file(String source) throws IOException {
      if (!source.equals(path)) {
        path = source;
        file =
            storage
                .find(source)
                .filter(entry -> entry.kind() == Storage.Kind.FILE)
                .map(entry -> new SourceFile(source, entry.length(), entry.modifiedMicros()));
      }
      return file;
    }
  }

  private static void addTo(Pipeline pipeline, RunPlan plan, String folder) {
    PCollection<BucketResult> written =
        CrashPipeline.buckets(PBegin.in(pipeline), plan)
            .apply("Extract, decode and write again", ParDo.of(new RedecodeFn(plan)));
    CrashPipeline.together(written, CrashPipeline.RESULTS)
        .apply("Keep what counts", ParDo.of(new StageFn(plan, folder)));
  }

  @Override
  public void fromBlobs(Target target, StoredDump.Reader dumps) throws IOException {
    RunPlan plan = plan(target, 1);
    StageFn.stage(plan, target.folder(), OF_BLOBS, new KeptBlobs(plan).decode(dumps));
  }
}
