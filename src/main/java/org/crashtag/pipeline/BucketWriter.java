package org.crashtag.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.crashtag.source.ChannelContent;
import org.crashtag.source.Content;
import org.crashtag.source.SourceFile;
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

  /** Writes all rows of a bucket's works. */
  BucketResult write(int bucket, List<Work> works) throws IOException {
    List<Work> sorted = new ArrayList<>(works);
    sorted.sort(Work.BY_PLACE);
    Map<Sighting, IOException> unreadable = new HashMap<>();
    while (true) {
      Attempt attempt = new Attempt(bucket, unreadable);
      try {
        for (Work work : sorted) {
          attempt.add(work);
        }
        return attempt.finish();
      } catch (HalfReadException e) {
        attempt.abandon();
        unreadable.put(e.sighting, e.fault);
      } catch (IOException | RuntimeException e) {
        attempt.abandonAfter(e);
        throw e;
      }
    }
  }

  /** A source that failed after it had given rows. */
  private static final class HalfReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Sighting sighting;
    private final IOException fault;

    HalfReadException(Sighting sighting, IOException fault) {
      super(fault);
      this.sighting = sighting;
      this.fault = fault;
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

    void add(Work work) {
      Sighting first = work.first();
      if (work.known()) {
        work.sightings().forEach(sighting -> source(sighting, Outcome.KNOWN));
      } else if (first.isDump()) {
        decode(work);
      } else if (first.reject() == null) {
        source(first, Outcome.NOT_A_DUMP);
      } else {
        unusable(first, first.reject());
      }
      progress.addDone(work.sightings().size());
    }

    /** The best sighting that can be read is decoded; the others are its duplicates. */
    private void decode(Work work) {
      boolean decoded = false;
      for (Sighting sighting : work.sightings()) {
        if (decoded) {
          source(sighting, Outcome.DUPLICATE);
        } else if (unreadable.containsKey(sighting)) {
          unusable(sighting, Identifier.unreadable(unreadable.get(sighting)));
        } else {
          decoded = decode(sighting);
        }
      }
      if (decoded && !work.replacedRun().isEmpty()) {
        replaced.add(new ReplacedDump(work.replacedRun(), work.first().dumpId()));
      }
    }

    private boolean decode(Sighting sighting) {
      RowSink sink = new RowSink(this, sighting);
      try (Content content = new ChannelContent(storage, sighting.file().path())) {
        walker.walk(content, sink);
        count("bytes_read", content.bytesRead());
      } catch (MalformedException e) {
        unusable(sighting, Reject.of(Stage.HEADER, e));
        return false;
      } catch (IOException e) {
        if (sink.begun()) {
          throw new HalfReadException(sighting, e);
        }
        unusable(sighting, Identifier.unreadable(e));
        return false;
      }
      source(sighting, Outcome.DECODED);
      return true;
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
            file.bytes(),
            file.modifiedMicros(),
            sighting.kind().label(),
            sighting.dumpId(),
            outcome.label()
          });
      count("sources", 1);
      count("sources_" + outcome.label(), 1);
      count("bytes_there", file.bytes());
      count("bytes_read", sighting.bytesRead());
      if (outcome != Outcome.UNREADABLE) {
        index.add(IndexEntry.ofSource(file, outcome == Outcome.REJECTED));
      }
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

    /** Frees what is open; what can't be removed is removed by the next run. */
    void abandonAfter(Exception cause) {
      try {
        writers.abandon();
      } catch (IOException | RuntimeException e) {
        cause.addSuppressed(e);
      }
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
      attempt.writers.write(
          Tables.DUMPS, Rows.dump(file.path(), sighting.member(), file.bytes(), dump, facts));
      boolean whole = facts.end() == null || ENDS_OF_WHOLE_REGIONS.contains(facts.end());
      attempt.index.add(IndexEntry.ofDump(dumpId(), whole, sighting.bytesBehind()));
    }
  }

  private static final Set<BlobChain.End> ENDS_OF_WHOLE_REGIONS =
      new HashSet<>(List.of(BlobChain.End.END_OF_FILE, BlobChain.End.TERMINATOR));
}
