package org.crashtag.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.DumpSink;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.decode.TableSchema;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.source.Member;
import org.crashtag.source.ReadFaultException;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult;
import org.crashtag.store.BucketResult.StagedPart;
import org.crashtag.store.Count;
import org.crashtag.store.Index;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.Manifest.ReplacedDump;
import org.crashtag.table.DeviceRow;
import org.crashtag.table.DumpRow;
import org.crashtag.table.FrameRow;
import org.crashtag.table.ModuleRow;
import org.crashtag.table.RejectRow;
import org.crashtag.table.SourceRow;
import org.crashtag.table.Tables;
import org.crashtag.table.TagRow;
import org.crashtag.tag.BlobChain;
import org.crashtag.tag.KnownTags;
import org.crashtag.tag.TaggedBlob;

/**
 * Extracts, decodes and writes one bucket's dumps. Rows go straight into the open parts; if a dump
 * can't be read to its end after it has given rows, the attempt is given up, when all that fails so
 * is known, and the bucket is done again without it.
 */
final class BucketWriter {
  private static final Reject GONE =
      new Reject(Stage.READ, null, null, null, Reason.CORRUPT, "the member is gone");

  private final RunPlan plan;
  private final Storage storage;
  private final DumpWalker walker;
  private final KnownTags known;
  private final Progress progress;

  BucketWriter(RunPlan plan, Storage storage, DumpWalker walker, KnownTags known) {
    this.plan = plan;
    this.storage = storage;
    this.walker = walker;
    this.known = known;
    this.progress = Progress.of(plan.run());
  }

  /** With the decoders and the storage of a run. */
  static BucketWriter of(RunPlan plan) {
    KnownTags known = plan.knownTags();
    return new BucketWriter(plan, plan.storage(), plan.walker(known), known);
  }

  /** Writes all rows of a bucket's tasks. */
  BucketResult write(int bucket, List<Task> tasks) throws IOException {
    List<Task> sorted = new ArrayList<>(tasks);
    sorted.sort(Task.BY_PLACE);
    Map<Sighting, Reject> unusable = new HashMap<>();
    while (true) {
      Attempt attempt = new Attempt(bucket, unusable);
      try {
        attempt.add(sorted);
        if (attempt.spoiled.isEmpty()) {
          return attempt.finish();
        }
        attempt.abandon();
        unusable.putAll(attempt.spoiled);
      } catch (IOException | RuntimeException | Error e) {
        attempt.abandonAfter(e);
        throw e;
      }
    }
  }

  /** A dump that is to be decoded, from its best sighting that isn't known to fail. */
  private static final class Candidate {
    private final Task task;
    private int next;

    Candidate(Task task) {
      this.task = task;
    }

    Sighting sighting() {
      return task.sightings().get(next);
    }

    void giveUp() {
      next = task.sightings().size();
    }

    boolean isExhausted() {
      return next == task.sightings().size();
    }
  }

  private final class Attempt {
    private final int bucket;
    private final String suffix;
    private final Map<Sighting, Reject> unusable;

    /** Sightings that failed after they had given rows, which spoils the attempt. */
    private final Map<Sighting, Reject> spoiled = new HashMap<>();

    private final TableWriters writers;
    private final List<IndexEntry> index = new ArrayList<>();
    private final List<ReplacedDump> replaced = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> rejects = new TreeMap<>();

    Attempt(int bucket, Map<Sighting, Reject> unusable) {
      this.bucket = bucket;
      this.suffix = bucket + "-" + UUID.randomUUID();
      this.unusable = unusable;
      this.writers = new TableWriters(storage, plan, suffix);
    }

    void count(Count count, long more) {
      counts.merge(count.label(), more, Long::sum);
    }

    void add(List<Task> tasks) {
      List<Candidate> candidates = new ArrayList<>();
      for (Task task : tasks) {
        Sighting first = task.first();
        if (task.known()) {
          task.sightings().forEach(sighting -> source(sighting, Outcome.KNOWN));
        } else if (first.isDump()) {
          candidates.add(new Candidate(task));
        } else if (first.isContainer()) {
          source(first, Outcome.CONTAINER);
        } else if (first.reject() == null) {
          source(first, Outcome.NOT_A_DUMP);
        } else {
          unusable(first, first.reject());
        }
      }
      while (!candidates.isEmpty()) {
        decodeRound(candidates);
        candidates.removeIf(Candidate::isExhausted);
      }
    }

    /**
     * Each source is opened once for all that is wanted of it; what fails goes to another round.
     */
    private void decodeRound(List<Candidate> candidates) {
      Map<String, List<Candidate>> units = new LinkedHashMap<>();
      for (Candidate candidate : candidates) {
        Sighting sighting = candidate.sighting();
        if (unusable.containsKey(sighting)) {
          fail(candidate, unusable.get(sighting));
        } else {
          units.computeIfAbsent(sighting.unit(), unit -> new ArrayList<>()).add(candidate);
        }
      }
      for (List<Candidate> unit : units.values()) {
        decodeUnit(unit);
      }
    }

    private void decodeUnit(List<Candidate> unit) {
      SourceFile file = unit.get(0).sighting().file();
      UnitVisitor visitor = new UnitVisitor(this, unit);
      Reject rest = GONE;
      try {
        count(Count.BYTES_READ, new SourceWalker(storage, plan.limits()).walk(file, visitor));
      } catch (IOException | RuntimeException | Error e) {
        rest = Boundary.reject(Stage.READ, e);
        visitor.spoil(rest);
      }
      visitor.rethrow();
      visitor.failRest(rest);
    }

    /** Gives up the attempt because of a dump that has given rows and can't be read further. */
    private void spoil(Sighting sighting, Reject reject) {
      spoiled.put(sighting, reject);
    }

    private void fail(Candidate candidate, Reject reject) {
      unusable(candidate.sighting(), reject);
      candidate.next++;
    }

    private void decoded(Candidate candidate) {
      source(candidate.sighting(), Outcome.DECODED);
      List<Sighting> sightings = candidate.task.sightings();
      for (Sighting other : sightings.subList(candidate.next + 1, sightings.size())) {
        source(other, Outcome.DUPLICATE);
      }
      candidate.next = sightings.size();
      Task task = candidate.task;
      if (!task.replacedRun().isEmpty()) {
        replaced.add(new ReplacedDump(task.replacedRun(), task.first().dumpId()));
      }
    }

    private void unusable(Sighting sighting, Reject reject) {
      boolean io = reject.reason() == Reason.UNREADABLE;
      source(sighting, io ? Outcome.UNREADABLE : Outcome.REJECTED);
      reject(sighting, sighting.dumpId(), reject);
    }

    private void source(Sighting sighting, Outcome outcome) {
      SourceFile file = sighting.file();
      writers.write(
          Tables.SOURCES,
          new SourceRow(
              file.path(),
              sighting.member(),
              sighting.bytes(),
              file.modifiedMicros(),
              sighting.kind().label(),
              sighting.dumpId(),
              outcome.label(),
              plan.command(),
              file.tag()));
      count(Count.SOURCES, 1);
      count(outcome.count(), 1);
      count(Count.BYTES_READ, sighting.bytesRead());
      boolean isFile = sighting.member() == null;
      if (isFile) {
        count(Count.BYTES_THERE, file.bytes());
        progress.addDone(1);
      }
      IndexEntry.Kind known = known(outcome);
      if (isFile || known != IndexEntry.Kind.SOURCE) {
        index.add(IndexEntry.ofSource(file, known));
      }
    }

    /** Of an archive, the worst that any of its members came to counts. */
    private IndexEntry.Kind known(Outcome outcome) {
      return switch (outcome) {
        case DECODED, KNOWN, DUPLICATE, NOT_A_DUMP, CONTAINER -> IndexEntry.Kind.SOURCE;
        case REJECTED -> IndexEntry.Kind.REJECTED_SOURCE;
        case UNREADABLE -> IndexEntry.Kind.UNREAD_SOURCE;
      };
    }

    void reject(Sighting sighting, String dumpId, Reject reject) {
      writers.write(
          Tables.REJECTS, new RejectRow(sighting.file().path(), sighting.member(), dumpId, reject));
      rejects.merge(reject.reason().label(), 1L, Long::sum);
      progress.addReject();
    }

    BucketResult finish() throws IOException {
      List<StagedPart> parts = writers.finish();
      for (StagedPart part : parts) {
        counts.merge(Count.ofRows(part.table()), part.rows(), Long::sum);
      }
      String path = plan.staging() + "/index/" + suffix;
      byte[] bytes = Index.toBytes(index);
      try (OutputStream stream = storage.create(path)) {
        stream.write(bytes);
      }
      StagedPart indexPart = new StagedPart("_index", path, index.size(), bytes.length);
      return new BucketResult(bucket, parts, indexPart, replaced, counts, rejects);
    }

    void abandon() throws IOException {
      writers.abandon();
    }

    void abandonAfter(Throwable cause) {
      writers.abandonAfter(cause);
    }
  }

  /** Walks one source for all dumps that are wanted of it. */
  private final class UnitVisitor implements SourceVisitor {
    private final Attempt attempt;

    /** By member: what is inside an archive comes right after the archive's name and a mark. */
    private final TreeMap<String, Candidate> wanted = new TreeMap<>();

    private final Map<String, Sighting> decoded = new HashMap<>();
    private Candidate begun;
    private OutputFaultException outputFault;

    UnitVisitor(Attempt attempt, List<Candidate> unit) {
      this.attempt = attempt;
      for (Candidate candidate : unit) {
        wanted.put(key(candidate.sighting().member()), candidate);
      }
    }

    private static String key(String member) {
      return member == null ? "" : member;
    }

    /** What the walk could have taken for a fault of the source. */
    void rethrow() {
      if (outputFault != null) {
        throw outputFault;
      }
    }

    /** The source fails: with it, the dump that is being read. */
    void spoil(Reject reject) {
      if (begun != null) {
        wanted.values().remove(begun);
        attempt.spoil(begun.sighting(), reject);
        begun.giveUp();
        begun = null;
      }
    }

    void failRest(Reject reject) {
      wanted.values().forEach(candidate -> attempt.fail(candidate, reject));
      wanted.clear();
    }

    @Override
    public boolean wants(String path) {
      String inside = path + "!";
      String next = wanted.ceilingKey(inside);
      return wanted.containsKey(path) || (next != null && next.startsWith(inside));
    }

    @Override
    public boolean isDone() {
      return wanted.isEmpty() || outputFault != null;
    }

    @Override
    public void archive(Member member) {
      // Its own row was written when it was identified.
    }

    @Override
    public void fault(Member member, MalformedException fault) {
      stopAtOutputFaults(() -> fail(key(member.path()), Reject.of(Stage.READ, fault)));
    }

    private void fail(String key, Reject reject) {
      Candidate candidate = wanted.remove(key);
      if (candidate != null) {
        attempt.fail(candidate, reject);
      } else if (decoded.containsKey(key)) {
        // What comes after the dump in the member can show that the member is bad.
        attempt.spoil(decoded.remove(key), reject);
      }
    }

    @Override
    public void content(Member member, Content content) throws IOException {
      String key = key(member.path());
      Candidate candidate = wanted.get(key);
      if (candidate == null || outputFault != null) {
        return;
      }
      RowSink sink = new RowSink(attempt, candidate.sighting());
      try {
        walker.walk(content, sink);
        // A member's length and checksum are known to be right at its end only.
        content.reach(Long.MAX_VALUE);
        wanted.remove(key);
        decoded.put(key, candidate.sighting());
        attempt.decoded(candidate);
      } catch (ReadFaultException e) {
        begun = sink.begun() ? candidate : null;
        throw e;
      } catch (OutputFaultException e) {
        outputFault = e;
      } catch (IOException | RuntimeException | Error e) {
        begun = sink.begun() ? candidate : null;
        Reject reject = Boundary.reject(begun == null ? Stage.HEADER : Stage.READ, e);
        spoil(reject);
        stopAtOutputFaults(() -> fail(key, reject));
      }
    }

    /** The walk takes no fault that a visitor throws for the output's. */
    private void stopAtOutputFaults(Runnable step) {
      try {
        step.run();
      } catch (OutputFaultException e) {
        outputFault = e;
      }
    }
  }

  /** Turns what a dump holds into rows. */
  private final class RowSink implements DumpSink {
    private final Attempt attempt;
    private final Sighting sighting;
    private Dump dump;
    private CrashStack stack;

    RowSink(Attempt attempt, Sighting sighting) {
      this.attempt = attempt;
      this.sighting = sighting;
    }

    boolean begun() {
      return dump != null;
    }

    private String dumpId() {
      return dump.header().dumpId();
    }

    @Override
    public void begin(Dump begun) {
      String found = begun.header().dumpId();
      if (!found.equals(sighting.dumpId())) {
        throw new MalformedException(Reason.CORRUPT, 0, "the dump that was here has been replaced");
      }
      dump = begun;
    }

    @Override
    public void module(int entry, Module module) {
      attempt.writers.write(Tables.MODULES, new ModuleRow(dumpId(), entry, module));
    }

    @Override
    public void stack(CrashStack found) {
      stack = found;
      for (int entry = 0; entry < found.frames().size(); entry++) {
        attempt.writers.write(
            Tables.STACK_FRAMES, new FrameRow(dumpId(), entry, found.frames().get(entry)));
      }
      for (int entry = 0; entry < found.devices().size(); entry++) {
        attempt.writers.write(
            Tables.DEVICE_STACKS, new DeviceRow(dumpId(), entry, found.devices().get(entry)));
      }
    }

    @Override
    public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
      attempt.writers.write(table, dumpId(), blob.ordinal(), entry, values);
    }

    @Override
    public void blob(BlobFacts facts) {
      attempt.writers.write(Tables.TAGS, new TagRow(dumpId(), facts, known.of(facts.blob().tag())));
    }

    @Override
    public void reject(Reject reject) {
      attempt.reject(sighting, dumpId(), reject);
    }

    @Override
    public void end(RegionFacts facts) {
      SourceFile file = sighting.file();
      attempt.writers.write(
          Tables.DUMPS,
          new DumpRow(file.path(), sighting.member(), sighting.bytes(), dump, stack, facts));
      attempt.index.add(known(facts));
    }

    private IndexEntry known(RegionFacts facts) {
      // The file may have changed since it was identified: then any other sighting holds more.
      long bytes = facts.isCut() == sighting.cut() ? sighting.bytesBehind() : 0;
      if (facts.isCut()) {
        return IndexEntry.ofCutDump(dumpId(), bytes);
      }
      // A file that was cut between two blobs ends as a whole one without a terminator does.
      boolean whole = facts.end() == BlobChain.End.TERMINATOR;
      return IndexEntry.ofDump(dumpId(), whole, bytes);
    }
  }
}
