package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.source.Ahead;
import org.crashtag.source.ReadFaultException;
import org.crashtag.source.SourceChannel;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult;
import org.crashtag.store.BucketResult.WrittenPart;
import org.crashtag.store.Count;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.Manifest.ReplacedDump;
import org.crashtag.table.RejectRow;
import org.crashtag.table.SourceRow;
import org.crashtag.table.Tables;
import org.crashtag.tag.KnownTags;

/** One attempt at a bucket: which sighting of each dump is decoded, and what comes of each. */
final class BucketAttempt {
  private static final Reject GONE =
      new Reject(Stage.READ, null, null, null, Reason.CORRUPT, "the member is gone");

  private final RunPlan plan;
  private final Storage storage;
  private final DumpWalker walker;
  private final KnownTags known;
  private final SourceOpener opener;
  private final Progress progress;
  private final int bucket;
  private final Map<Sighting, Reject> unusable;

  /** Sightings that failed after they had given rows, which spoils the attempt. */
  private final Map<Sighting, Reject> spoiled = new HashMap<>();

  /** Of these, the sightings in sources that were replaced while they were read. */
  private final Set<Sighting> outdated = new HashSet<>();

  /** Dumps that were decoded in this round. */
  private final Set<Candidate> decoded = new HashSet<>();

  private final TableWriters writers;
  private final List<IndexEntry> index = new ArrayList<>();
  private final List<ReplacedDump> replaced = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Long> rejects = new TreeMap<>();

  /**
   * @param folder below which the parts are written
   * @param unusable sightings that spoiled earlier attempts
   */
  BucketAttempt(
      RunPlan plan,
      String folder,
      Storage storage,
      DumpWalker walker,
      KnownTags known,
      int bucket,
      Map<Sighting, Reject> unusable) {
    this.plan = plan;
    this.storage = storage;
    this.walker = walker;
    this.known = known;
    this.opener = new SourceOpener(storage, plan.run());
    this.progress = Progress.of(plan.run());
    this.bucket = bucket;
    this.unusable = unusable;
    this.writers = new TableWriters(storage, plan, folder, bucket);
  }

  /**
   * Sightings that must not be tried in another attempt; if there are any, this one is given up.
   */
  Map<Sighting, Reject> spoiled() {
    return spoiled;
  }

  /** Whether a sighting that spoiled the attempt may be tried in another one. */
  boolean isOutdated(Sighting sighting) {
    return outdated.contains(sighting);
  }

  /** Whether there was too little memory for a row. */
  boolean isOutOfMemory() {
    return writers.isOutOfMemory();
  }

  /** Writes all rows of the tasks, unless the attempt is spoiled. */
  void add(List<Task> tasks) throws IOException {
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
      candidates.removeIf(candidate -> candidate.isExhausted() || decoded.contains(candidate));
      decoded.clear();
    }
  }

  /** Each source is opened once for all that is wanted of it; what fails goes to another round. */
  private void decodeRound(List<Candidate> candidates) throws IOException {
    Map<String, List<Candidate>> units = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Sighting sighting = candidate.sighting();
      if (unusable.containsKey(sighting)) {
        fail(candidate, unusable.get(sighting));
      } else {
        units.computeIfAbsent(sighting.unit(), unit -> new ArrayList<>()).add(candidate);
      }
    }
    try (Ahead<List<Candidate>, SourceChannel> ahead =
        new Ahead<>(units.values().iterator(), opener.extracting(unit -> unit.get(0).sighting()))) {
      while (ahead.hasNext()) {
        decodeUnit(ahead);
      }
    }
  }

  private void decodeUnit(Ahead<List<Candidate>, SourceChannel> ahead) {
    List<Candidate> unit = ahead.item();
    SourceFile file = unit.get(0).sighting().file();
    UnitVisitor visitor = new UnitVisitor(this, walker, unit);
    Reject rest = GONE;
    try {
      walk(file, ahead, visitor);
    } catch (IOException | RuntimeException | Error e) {
      rest = Boundary.reject(Stage.READ, e);
      visitor.spoil(rest);
    }
    visitor.rethrow();
    visitor.failRest(rest);
  }

  /** If the source was replaced since it was identified, the new one may have the same dumps. */
  private void walk(
      SourceFile file, Ahead<List<Candidate>, SourceChannel> ahead, UnitVisitor visitor)
      throws IOException {
    SourceWalker sources = new SourceWalker(storage, plan.limits());
    try {
      Optional<SourceChannel> opened = ahead.take();
      SourceChannel channel = opened.isPresent() ? opened.get() : new SourceChannel(storage, file);
      count(Count.BYTES_READ, sources.walk(file, channel, visitor));
    } catch (ReadFaultException e) {
      Optional<SourceFile> next = e.isReplaced() ? current(file) : Optional.empty();
      if (next.isEmpty() || visitor.begun().isPresent()) {
        visitor.begun().ifPresent(outdated::add);
        throw e;
      }
      count(Count.BYTES_READ, sources.walk(next.get(), visitor));
    }
  }

  private Optional<SourceFile> current(SourceFile file) throws IOException {
    return storage.find(file.path()).map(SourceFile::of);
  }

  /** What turns a dump into rows of this attempt. */
  DumpRows rows(Sighting sighting) {
    return new DumpRows(this, writers, known, sighting);
  }

  /**
   * A dump has given rows and can't be used. The attempt goes on without writing, to learn what
   * else fails: the dump's next sighting is tried at once.
   */
  void spoil(Candidate candidate, Reject reject) {
    spoiled.put(candidate.sighting(), reject);
    writers.stop();
    decoded.remove(candidate);
    candidate.fail();
  }

  /** A sighting can't be used; it has given no rows. */
  void fail(Candidate candidate, Reject reject) {
    unusable(candidate.sighting(), reject);
    candidate.fail();
  }

  /** All rows of a dump are written. */
  void decoded(Candidate candidate) {
    source(candidate.sighting(), Outcome.DECODED);
    candidate.others().forEach(other -> source(other, Outcome.DUPLICATE));
    if (candidate.isReplacing()) {
      replaced.add(candidate.replaced());
    }
    decoded.add(candidate);
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
    IndexEntry.Kind kind = known(outcome);
    if (isFile || kind != IndexEntry.Kind.SOURCE) {
      know(IndexEntry.ofSource(file, kind));
    }
  }

  private void count(Count count, long more) {
    counts.merge(count.label(), more, Long::sum);
  }

  /** Of an archive, the worst that any of its members came to counts. */
  private static IndexEntry.Kind known(Outcome outcome) {
    return switch (outcome) {
      case DECODED, KNOWN, DUPLICATE, NOT_A_DUMP, CONTAINER -> IndexEntry.Kind.SOURCE;
      case REJECTED -> IndexEntry.Kind.REJECTED_SOURCE;
      case UNREADABLE -> IndexEntry.Kind.UNREAD_SOURCE;
    };
  }

  /** Later runs will know this. */
  void know(IndexEntry entry) {
    index.add(entry);
  }

  /**
   * Something can't be used.
   *
   * @param dumpId of the dump it belongs to; null if there is none
   */
  void reject(Sighting sighting, String dumpId, Reject reject) {
    writers.write(
        Tables.REJECTS, new RejectRow(sighting.file().path(), sighting.member(), dumpId, reject));
    rejects.merge(reject.reason().label(), 1L, Long::sum);
    progress.addReject();
  }

  /** Ends all parts. */
  BucketResult finish() throws IOException {
    List<WrittenPart> parts = writers.finish();
    for (WrittenPart part : parts) {
      counts.merge(Count.ofRows(part.table()), part.rows(), Long::sum);
    }
    return new BucketResult(bucket, parts, index, replaced, counts, rejects);
  }

  /** Removes all parts. */
  void abandon() throws IOException {
    writers.abandon();
  }

  /** Frees what is open; what can't be removed is removed by a later run. */
  void abandonAfter(Throwable cause) {
    writers.abandonAfter(cause);
  }
}
