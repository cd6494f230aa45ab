package org.crashtag.pipeline;

import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.DumpSink;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.Reject;
import org.crashtag.decode.TableSchema;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.source.SourceFile;
import org.crashtag.store.IndexEntry;
import org.crashtag.table.DeviceRow;
import org.crashtag.table.DumpRow;
import org.crashtag.table.FrameRow;
import org.crashtag.table.ModuleRow;
import org.crashtag.table.Tables;
import org.crashtag.table.TagRow;
import org.crashtag.tag.BlobChain;
import org.crashtag.tag.KnownTags;
import org.crashtag.tag.TaggedBlob;

/** Turns what a dump holds into rows. */
final class DumpRows implements DumpSink {
  private final BucketAttempt attempt;
  private final TableWriters writers;
  private final KnownTags known;
  private final Sighting sighting;
  private Dump dump;
  private CrashStack stack;

  DumpRows(BucketAttempt attempt, TableWriters writers, KnownTags known, Sighting sighting) {
    this.attempt = attempt;
    this.writers = writers;
    this.known = known;
    this.sighting = sighting;
  }

  /** Whether there may be rows. */
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
    writers.writeOfDump(Tables.MODULES, new ModuleRow(dumpId(), entry, module));
  }

  @Override
  public void stack(CrashStack found) {
    stack = found;
    for (int entry = 0; entry < found.frames().size(); entry++) {
      writers.writeOfDump(
          Tables.STACK_FRAMES, new FrameRow(dumpId(), entry, found.frames().get(entry)));
    }
    for (int entry = 0; entry < found.devices().size(); entry++) {
      writers.writeOfDump(
          Tables.DEVICE_STACKS, new DeviceRow(dumpId(), entry, found.devices().get(entry)));
    }
  }

  @Override
  public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
    writers.writeOfDump(table, dumpId(), blob.ordinal(), entry, values);
  }

  @Override
  public void blob(BlobFacts facts) {
    writers.writeOfDump(Tables.TAGS, new TagRow(dumpId(), facts, known.of(facts.blob().tag())));
  }

  @Override
  public void reject(Reject reject) {
    attempt.reject(sighting, dumpId(), reject);
  }

  @Override
  public void end(RegionFacts facts) {
    SourceFile file = sighting.file();
    writers.writeOfDump(
        Tables.DUMPS,
        new DumpRow(file.path(), sighting.member(), sighting.bytes(), dump, stack, facts));
    attempt.know(known(facts));
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
