package org.crashtag.testing;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;

/** Walks minidumps that hold one blob, and gives their rows by the columns' names. */
public final class NamedRows {
  private static final Decoders DECODERS = Decoders.load();

  private NamedRows() {}

  /** Walks a minidump that holds the blob. */
  public static Walked walk(Guid tag, byte[] data, WalkOptions options) throws IOException {
    return walk(SampleBlob.of(tag, data), options);
  }

  /** Walks a minidump that holds the blob. */
  public static Walked walk(SampleBlob blob, WalkOptions options) throws IOException {
    byte[] dump = DumpBytes.of(DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).blob(blob));
    return Walked.through(ArrayContent.of(dump), new DumpWalker(DECODERS, options));
  }

  /** The rows of a table, by their columns' names; NULLs are left out. */
  public static List<Map<String, Object>> of(Walked walked, String table) {
    TableSchema schema =
        DECODERS.tables().stream()
            .filter(known -> known.name().equals(table))
            .findFirst()
            .orElseThrow();
    return walked.rows().stream()
        .filter(row -> row.table().equals(table))
        .map(row -> named(schema, row.values()))
        .toList();
  }

  private static Map<String, Object> named(TableSchema schema, List<Object> values) {
    Map<String, Object> named = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null) {
        named.put(schema.columns().get(i + TableSchema.RECORD_KEY_COLUMNS).name(), values.get(i));
      }
    }
    return named;
  }
}
