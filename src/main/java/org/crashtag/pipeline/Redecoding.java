package org.crashtag.pipeline;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
import org.crashtag.storage.Together;
import org.crashtag.store.BucketResult;
import org.crashtag.store.IndexSources;
import org.crashtag.store.Turn;

/** Decodes dumps again: those of the archive by a pipeline, kept blobs in this process. */
public final class Redecoding implements Redecoder {
  private static final int LOOKED_UP_AHEAD = 1_000;

  private final StorageFactory storages;
  private final String program;
  private final RunOptions options;
  private final RunKey privateKey;
  private final Predicate<String> reachable;
  private final Decoders decoders;
  private final Predicate<Guid> wanted;

  /**
   * @param program this program's version
   * @param options what is asked; its sources aren't looked at
   */
  public Redecoding(StorageFactory storages, String program, RunOptions options)
      throws IOException {
    this(storages, program, options, source -> true);
  }

  /**
   * @param reachable whether the runner's workers see a source; others count as gone
   */
  public Redecoding(
      StorageFactory storages, String program, RunOptions options, Predicate<String> reachable)
      throws IOException {
    this.storages = storages;
    this.program = program;
    this.options = options;
    this.privateKey = RunKey.of(options.privacy());
    this.reachable = reachable;
    RunPlan plan = plan("", List.of(0), options);
    this.decoders = plan.decoders();
    this.wanted = plan.walkOptions(plan.knownTags(), decoders).tags();
  }

  private RunPlan plan(Target target, List<Integer> keys) {
    List<String> keep = new ArrayList<>(options.writing().keep());
    keep.addAll(target.keep());
    return plan(target.run(), keys, options.withKeep(keep));
  }

  private RunPlan plan(String run, List<Integer> keys, RunOptions options) {
    String now = Instant.now().toString();
    Turn turn = Turn.ofNone(run);
    return new RunPlan(
        storages,
        turn,
        run,
        now,
        program,
        keys.size(),
        IndexSources.NONE,
        Map.of(),
        options,
        privateKey,
        keys);
  }

  @Override
  public Optional<String> decoder(String tag) {
    return Guid.parse(tag).filter(wanted).flatMap(decoders::of).map(Decoder::label);
  }

  @Override
  public List<Part> fromArchive(Target target, long count, Iterator<ArchivedDump> dumps)
      throws IOException {
    int buckets = CrashRun.buckets(options, count);
    try (Runner runner = CrashRun.runner(options.beam())) {
      Pipeline pipeline = runner.pipeline(CrashRun.job(target.run()), buckets);
      RunPlan plan = plan(target, RunPlan.keys(runner, buckets));
      runner.check(plan);
      if (!list(plan, dumps)) {
        return List.of();
      }
      String list = target.folder() + "/parts";
      addTo(pipeline, plan, target.folder(), list);
      runner.finish(pipeline, new Progress());
      return StageFn.parts(plan.storage(), list);
    }
  }

  /** Lists the dumps for the workers; whether there are any. */
  private boolean list(RunPlan plan, Iterator<ArchivedDump> dumps) throws IOException {
    try (TaskList list = new TaskList(plan)) {
      Found found = new Found(plan.storage());
      while (dumps.hasNext()) {
        List<ArchivedDump> next = new ArrayList<>();
        while (dumps.hasNext() && next.size() < LOOKED_UP_AHEAD) {
          ArchivedDump dump = dumps.next();
          if (reachable.test(dump.source())) {
            next.add(dump);
          }
        }
        found.lookUp(next);
        for (ArchivedDump dump : next) {
          Optional<SourceFile> file = found.file(dump.source());
          if (file.isPresent()) {
            list.add(new Task(List.of(sighting(file.get(), dump)), false, ""));
          }
        }
      }
      return !list.isEmpty();
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

  /** Looks each file up once, several at once where that saves time; they come in order. */
  private static final class Found {
    private final Storage storage;
    private Map<String, Optional<SourceFile>> files = Map.of();

    Found(Storage storage) {
      this.storage = storage;
    }

    void lookUp(List<ArchivedDump> dumps) throws IOException {
      Map<String, Optional<SourceFile>> looked = new ConcurrentHashMap<>();
      List<Together.Call> remote = new ArrayList<>();
      Set<String> sources = new LinkedHashSet<>();
      dumps.forEach(dump -> sources.add(dump.source()));
      for (String source : sources) {
        if (files.containsKey(source)) {
          // An archive whose other dumps came before.
          looked.put(source, files.get(source));
        } else if (storage.isRemote(source)) {
          remote.add(() -> looked.put(source, find(source)));
        } else {
          looked.put(source, find(source));
        }
      }
      Together.run(remote);
      files = looked;
    }

    private Optional<SourceFile> find(String source) throws IOException {
      return storage
          .find(source)
          .filter(entry -> entry.kind() == Storage.Kind.FILE)
          .map(SourceFile::of);
    }

    Optional<SourceFile> file(String source) {
      return files.get(source);
    }
  }

  private static void addTo(Pipeline pipeline, RunPlan plan, String folder, String list) {
    PCollection<BucketResult> written =
        CrashPipeline.buckets(PBegin.in(pipeline), plan)
            .apply("Extract, decode and write again", ParDo.of(new RedecodeFn(plan, folder)));
    CrashPipeline.together(written, CrashPipeline.RESULTS)
        .apply("List what counts", ParDo.of(new StageFn(plan, list)));
  }

  @Override
  public List<Part> fromBlobs(Target target, StoredDump.Reader dumps) throws IOException {
    return new KeptBlobs(plan(target, List.of(0)), target.folder())
        .decode(dumps).stream().map(part -> new Part(part.table(), part.path())).toList();
  }
}
