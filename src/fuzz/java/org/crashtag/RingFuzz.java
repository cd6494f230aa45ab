package org.crashtag;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.ring.KmdfLogDecoder;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RecorderLog;
import org.crashtag.sample.RecorderRing;

/** The walk through a ring, from the header of KMDF's log, in both widths. */
class RingFuzz {
  private static final Guid MESSAGES = Guid.constant("11111111-2222-3333-4444-555555555555");

  @FuzzTest(maxDuration = "2m")
  void walksAnyRing(FuzzedDataProvider data) {
    MachineKind machine = data.consumeBoolean() ? MachineKind.X64 : MachineKind.X86;
    RecorderRing ring = new RecorderRing(data.consumeInt(36, 600));
    for (int records = data.consumeInt(0, 40); records > 0; records--) {
      ring.write(MESSAGES, records, new byte[4 * (records % 3)]);
    }
    byte[] log = RecorderLog.kmdf(machine, "acmenet", data.consumeBoolean(), ring);
    FuzzedBlob.decode(data, machine, new KmdfLogDecoder(), KmdfLogDecoder.TAG, log);
  }
}
