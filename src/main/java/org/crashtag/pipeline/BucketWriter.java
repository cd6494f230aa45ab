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
import org.crashtag.source.Content;
import org.crashtag.source.Member;
import org.crashtag.source.ReadFaultException;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult;
import org.crashtag.store.BucketResult.StagedPart;
import org.crashtag.store.Index;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.Manifest.ReplacedDump;
import org.crashtag.table.Rows;
import org.crashtag.table.Tables;
import org.crashtag.tag.BlobChain;
import org.crashtag.tag.KnownTags;
import org.crashtag.tag.TaggedBlob;

/**
 * Extracts, decodes and writes one bucket's dumps. Rows go straight into the open parts; where a
 * source can't be read to its end after it has given rows, the attempt is given up and the bucket
 * is done again without that source.
 */
final class BucketWriter {
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

  /** Writes all rows of a bucket's works. */
  BucketResult write(int bucket, List<Work> works) throws IOException {
    List<Work> sorted = new ArrayList<>(works);
    sorted.sort(Work.BY_PLACE);
    Map<Sighting, IOException> unreadable = new HashMap<>();
    while (true) {
      Attempt attempt = new Attempt(bucket, unreadable);
      try {
        attempt.add(sorted);
        return attempt.finish();
      } catch (HalfReadException e) {
        attempt.abandon();
        e.sightings.forEach(sighting -> unreadable.put(sighting, e.fault));
      } catch (IOException | RuntimeException e) {
        attempt.abandonAfter(e);
        throw e;
      }
    }
  }

  /** A source that failed after it had given rows: what was still to be read of it. */
  private static final class HalfReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Sighting> sightings;
    private final IOException fault;

    HalfReadException(List<Sighting> sightings, IOException fault) {
      super(fault);
      this.sightings = sightings;
      this.fault = fault;
    }
  }

  /** A dump that is to be decoded, from its best sighting that isn't known to fail. */
  private static final class Candidate {
    private final Work work;
    private int next;

    Candidate(Work work) {
      this.work = work;
    }

    Sighting sighting() {
      return work.sightings().get(next);
    }

    boolean isExhausted() {
      return next == work.sightings().size();
    }
  }

  private final class Attempt {
    private final int bucket;
    private final String suffix;
    private final Map<Sighting, IOException> unreadable;
    private final TableWriters writers;
    private final List<IndexEntry> index = new ArrayList<>();
    private final List<ReplacedDump> replaced = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> rejects = new TreeMap<>();

    Attempt(int bucket, Map<Sighting, IOException> unreadable) {
      this.bucket = bucket;
      this.suffix = bucket + "-" + UUID.randomUUID();
      this.unreadable = unreadable;
      this.writers = new TableWriters(storage, plan, suffix);
    }

    void count(String name, long more) {
      counts.merge(name, more, Long::sum);
    }

    void add(List<Work> works) throws IOException {
      List<Candidate> candidates = new ArrayList<>();
      for (Work work : works) {
        Sighting first = work.first();
        if (work.known()) {
          work.sightings().forEach(sighting -> source(sighting, Outcome.KNOWN));
        } else if (first.isDump()) {
          candidates.add(new Candidate(work));
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
    private void decodeRound(List<Candidate> candidates) throws IOException {
      Map<String, List<Candidate>> units = new LinkedHashMap<>();
      for (Candidate candidate : candidates) {
        Sighting sighting = candidate.sighting();
        if (unreadable.containsKey(sighting)) {
          fail(candidate, Identifier.unreadable(unreadable.get(sighting)));
        } else {
          units.computeIfAbsent(sighting.unit(), unit -> new ArrayList<>()).add(candidate);
        }
      }
      for (List<Candidate> unit : units.values()) {
        decodeUnit(unit);
      }
    }

    private void decodeUnit(List<Candidate> unit) throws IOException {
      SourceFile file = unit.get(0).sighting().file();
      UnitVisitor visitor = new UnitVisitor(this, unit);
      try {
        count("bytes_read", new SourceWalker(storage, plan.limits()).walk(file, visitor));
      } catch (ReadFaultException e) {
        if (visitor.isInMidDump()) {
          throw new HalfReadException(visitor.left(), e);
        }
        visitor.failRest(Identifier.unreadable(e));
      }
      visitor.failRest(
          new Reject(Stage.READ, null, null, null, Reason.CORRUPT, "the member is gone"));
    }

    private void fail(Candidate candidate, Reject reject) {
      unusable(candidate.sighting(), reject);
      candidate.next++;
    }

    private void decoded(Candidate candidate) {
      source(candidate.sighting(), Outcome.DECODED);
      List<Sighting> sightings = candidate.work.sightings();
      for (Sighting other : sightings.subList(candidate.next + 1, sightings.size())) {
        source(other, Outcome.DUPLICATE);
      }
      candidate.next = sightings.size();
      Work work = candidate.work;
      if (!work.replacedRun().isEmpty()) {
        replaced.add(new ReplacedDump(work.replacedRun(), work.first().dumpId()));
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
          new Object[] {
            file.path(),
            sighting.member(),
            sighting.bytes() < 0 ? null : (Object) sighting.bytes(),
            file.modifiedMicros(),
            sighting.kind().label(),
            sighting.dumpId(),
            outcome.label()
          });
      count("sources", 1);
      count(outcome.count(), 1);
      count("bytes_read", sighting.bytesRead());
      boolean isFile = sighting.member() == null;
      if (isFile) {
        count("bytes_there", file.bytes());
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
          Tables.REJECTS, Rows.reject(sighting.file().path(), sighting.member(), dumpId, reject));
      rejects.merge(reject.reason().label(), 1L, Long::sum);
      progress.addReject();
    }

    BucketResult finish() throws IOException {
      List<StagedPart> parts = writers.finish();
      for (StagedPart part : parts) {
        count("rows_" + part.table(), part.rows());
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

    void abandonAfter(Exception cause) {
      writers.abandonAfter(cause);
    }
  }

  /** Walks one source for all dumps that are wanted of it. */
  private final class UnitVisitor implements SourceVisitor {
    private final Attempt attempt;
    private final Map<String, Candidate> wanted = new LinkedHashMap<>();
    private RowSink current;

    UnitVisitor(Attempt attempt, List<Candidate> unit) {
      this.attempt = attempt;
      for (Candidate candidate : unit) {
        wanted.put(key(candidate.sighting().member()), candidate);
      }
    }

    private static String key(String member) {
      return member == null ? "" : member;
    }

    boolean isInMidDump() {
      return current != null && current.begun();
    }

    List<Sighting> left() {
      return wanted.values().stream().map(Candidate::sighting).toList();
    }

    void failRest(Reject reject) {
      wanted.values().forEach(candidate -> attempt.fail(candidate, reject));
      wanted.clear();
    }

    @Override
    public boolean wants(String path) {
      return wanted.containsKey(path)
          || wanted.keySet().stream().anyMatch(member -> member.startsWith(path + "!"));
    }

    @Override
    public boolean isDone() {
      return wanted.isEmpty();
    }

    @Override
    public void archive(Member member) {
      // Its own row was written when it was identified.
    }

    @Override
    public void fault(Member member, MalformedException fault) {
      Candidate candidate = wanted.remove(key(member.path()));
      if (candidate != null) {
        attempt.fail(candidate, Reject.of(Stage.READ, fault));
      }
    }

    @Override
    public void content(Member member, Content content) throws IOException {
      Candidate candidate = wanted.get(key(member.path()));
      if (candidate == null) {
        return;
      }
      current = new RowSink(attempt, candidate.sighting());
      try {
        walker.walk(content, current);
        attempt.decoded(candidate);
      } catch (MalformedException e) {
        attempt.fail(candidate, Reject.of(Stage.HEADER, e));
      }
      wanted.remove(key(member.path()));
      current = null;
    }
  }

  /** Turns what a dump holds into rows. */
  private final class RowSink implements DumpSink {
    private final Attempt attempt;
    private final Sighting sighting;
    private Dump dump;

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
      attempt.writers.write(Tables.MODULES, Rows.module(dumpId(), entry, module));
    }

    @Override
    public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
      attempt.writers.write(table, dumpId(), blob.ordinal(), entry, values);
    }

    @Override
    public void blob(BlobFacts facts) {
      attempt.writers.write(Tables.TAGS, Rows.tag(dumpId(), facts, known.of(facts.blob().tag())));
    }

    @Override
    public void reject(Reject reject) {
      attempt.reject(sighting, dumpId(), reject);
    }

    @Override
    public void end(RegionFacts facts) {
      SourceFile file = sighting.file();
      Long bytes = sighting.bytes() < 0 ? null : (Long) sighting.bytes();
      attempt.writers.write(
          Tables.DUMPS, Rows.dump(file.path(), sighting.member(), bytes, dump, facts));
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
