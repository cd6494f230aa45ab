package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.FileTime;
import org.crashtag.bytes.MachineType;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.BlobSink;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Reject;
import org.crashtag.decode.TableSchema;
import org.crashtag.dump.DumpFormat;
import org.crashtag.dump.DumpHeader;
import org.crashtag.sql.StoredDump;
import org.crashtag.store.BucketResult.WrittenPart;
import org.crashtag.table.RejectRow;
import org.crashtag.table.Tables;
import org.crashtag.table.TagRow;
import org.crashtag.tag.KnownTags;
import org.crashtag.tag.TaggedBlob;

/** Decodes kept blobs again, with what the tables tell of their dumps. */
final class KeptBlobs {
  private static final double STEPS_PER_SECOND = 1e7;

  private final KnownTags known;
  private final DumpWalker walker;
  private final TableWriters writers;

  /**
   * @param folder below which the parts are written, in folders of tables and runs
   */
  KeptBlobs(RunPlan plan, String folder) {
    this.known = plan.knownTags();
    this.walker = plan.walker(known);
    this.writers = new TableWriters(plan.storage(), plan, folder, 0);
  }

  /** Decodes the blobs of all dumps; returns their parts. */
  List<WrittenPart> decode(StoredDump.Reader dumps) throws IOException {
    try {
      for (StoredDump dump = dumps.next(); dump != null; dump = dumps.next()) {
        walker.replay(header(dump), dump.modules(), dumps.blobs(), new RowSink(dump));
      }
      return writers.finish();
    } catch (IOException | RuntimeException | Error e) {
      writers.abandonAfter(e);
      throw e;
    }
  }

  /** As the header page would be read, but for fields that no table has and no decoder needs. */
  private static DumpHeader header(StoredDump dump) {
    Double uptime = dump.real("uptime_seconds");
    Long crashMicros = dump.micros("crash_time");
    List<Long> parameters = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      parameters.add(dump.bits("bugcheck_p" + i));
    }
    String machine = dump.text("machine");
    return new DumpHeader(
        DumpFormat.valueOf(dump.text("format")),
        dump.dumpId(),
        null,
        dump.number("os_build"),
        machine == null ? null : (Long) MachineType.type(machine),
        dump.number("processors"),
        dump.number("bugcheck_code"),
        parameters,
        null,
        dump.number("exception_code"),
        null,
        dump.number("dump_type"),
        null,
        crashMicros == null ? null : (Long) FileTime.ofEpochMicros(crashMicros),
        dump.text("comment"),
        uptime == null ? null : (Long) Math.round(uptime * STEPS_PER_SECOND),
        dump.number("mini_dump_fields"),
        dump.number("product_type"),
        dump.number("suite_mask"),
        dump.number("attributes"),
        dump.number("boot_id"));
  }

  private final class RowSink implements BlobSink {
    private final StoredDump dump;

    RowSink(StoredDump dump) {
      this.dump = dump;
    }

    @Override
    public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
      writers.writeOfDump(table, dump.dumpId(), blob.ordinal(), entry, values);
    }

    @Override
    public void blob(BlobFacts facts) {
      writers.write(Tables.TAGS, new TagRow(dump.dumpId(), facts, known.of(facts.blob().tag())));
    }

    @Override
    public void reject(Reject reject) {
      writers.write(
          Tables.REJECTS, new RejectRow(dump.source(), dump.member(), dump.dumpId(), reject));
    }
  }
}
