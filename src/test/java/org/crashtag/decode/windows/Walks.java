package org.crashtag.decode.windows;

import java.io.IOException;
import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.WalkOptions;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;
import org.crashtag.testing.ArrayContent;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.Walked;

/** Walks minidumps that hold one blob. */
final class Walks {
  private Walks() {}

  static Walked of(Guid tag, byte[] data) throws IOException {
    return of(tag, data, WalkOptions.all());
  }

  static Walked of(Guid tag, byte[] data, WalkOptions options) throws IOException {
    return of(
        DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE).blob(SampleBlob.of(tag, data)), options);
  }

  static Walked of(DumpBuilder dump, WalkOptions options) throws IOException {
    return Walked.through(
        ArrayContent.of(DumpBytes.of(dump)), new DumpWalker(Decoders.load(), options));
  }

  static WalkOptions keepingPrivate() {
    return WalkOptions.all().withPrivacy(new Privacy(Privacy.Mode.KEEP, new byte[1]));
  }

  static List<List<Object>> rows(Walked walked, String table) {
    return walked.rows().stream()
        .filter(row -> row.table().equals(table))
        .map(Walked.Row::values)
        .toList();
  }

  /** Whether it is one of this package's; null is none. */
  static boolean isOfWindows(Decoder decoder) {
    return decoder != null
        && decoder.getClass().getPackage().equals(HypervisorDecoder.class.getPackage());
  }
}
