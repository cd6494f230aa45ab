package org.crashtag;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.ring.WppLogDecoder;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RecorderLog;
import org.crashtag.sample.RecorderRing;
import org.crashtag.sample.TimedRecords;

/** Headers of WPP recorder logs, of both layouts, and components' names. */
class WppFuzz {
  private static final Guid LOG = Guid.constant("335d5e04-563b-4e58-aa36-7ed1cfe76fd6");
  private static final byte[] LOGGED = {1, 2, 3, 4};

  @FuzzTest(maxDuration = "2m")
  void readsAnyHeader(FuzzedDataProvider data) {
    int build = data.consumeBoolean() ? 19041 : 17134;
    RecorderRing normal =
        TimedRecords.write(new RecorderRing(200).write(LOG, 1, new byte[4]), LOG, 2, 5, LOGGED);
    RecorderRing error = new RecorderRing(100).write(LOG, 3, new byte[0]);
    byte[] blob =
        data.consumeBoolean()
            ? RecorderLog.name(build, "Acme")
            : RecorderLog.wpp(build, "acmelog", normal, error);
    FuzzedBlob.decode(data, MachineKind.X64, new WppLogDecoder(), LOG, blob);
  }
}
