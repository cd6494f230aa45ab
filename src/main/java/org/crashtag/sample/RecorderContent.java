package org.crashtag.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.crashtag.bytes.Guid;

/** The logs of the fleet's drivers before a crash, in KMDF's recorder and the WPP recorder. */
final class RecorderContent {
  private static final Guid MESSAGES = Guid.constant("ac3e0e70-6666-4a4e-9b6d-5a3d1e8f0c06");
  private static final Guid WIFI = Guid.constant("21ba7b61-05f8-41f1-9048-c09493dcfe38");
  private static final Guid WINDOWS = Guid.constant("335d5e04-5638-4e58-aa36-7ed1cfe76fd6");
  private static final int FIRST_BUILD_WITH_LOGS = 17134;
  private static final int KMDF_RING_BYTES = 4024;
  private static final int WIFI_RING_BYTES = 1912;
  private static final int WINDOWS_RING_BYTES = 312;
  private static final int ERROR_RING_BYTES = 200;

  private final SampleCrash crash;
  private final SplittableRandom draw;

  RecorderContent(SampleCrash crash, SplittableRandom draw) {
    this.crash = crash;
    this.draw = draw;
  }

  /** The log of one of the KMDF drivers: most have been running for a long time. */
  byte[] kmdf() {
    List<KmdfDriver> drivers = crash.kmdfDrivers();
    KmdfDriver driver = drivers.get(drivers.size() - 1 - draw.nextInt(Math.min(8, drivers.size())));
    int records = Draws.chance(draw, 30) ? draw.nextInt(70) : draw.nextInt(130, 200);
    return RecorderLog.kmdf(crash.machine(), driver.name(), true, ring(KMDF_RING_BYTES, records));
  }

  /** Families of WPP logs; none in old and in 32-bit builds. */
  List<SampleBlob> wpp() {
    List<SampleBlob> blobs = new ArrayList<>();
    if (!crash.machine().wide() || crash.build() < FIRST_BUILD_WITH_LOGS) {
      return blobs;
    }
    if (Draws.chance(draw, 50)) {
      blobs.add(SampleBlob.of(WIFI, RecorderLog.name(crash.build(), "wdiwifi")));
      blobs.add(log(WIFI, 1, "DriverLog", ring(WIFI_RING_BYTES, draw.nextInt(120)), 0));
    }
    // Each session writes its own logs, the newest first, followed by the name.
    for (int sessions = draw.nextInt(1, 3); sessions > 0; sessions--) {
      RecorderRing ring = ring(WINDOWS_RING_BYTES, draw.nextInt(40));
      blobs.add(log(WINDOWS, 3, "win32kfull", ring, ERROR_RING_BYTES));
      blobs.add(log(WINDOWS, 2, "", new RecorderRing(0), 0));
      blobs.add(SampleBlob.of(WINDOWS, RecorderLog.name(crash.build(), "Win32kWPP")));
    }
    return blobs;
  }

  private SampleBlob log(Guid control, int id, String identifier, RecorderRing ring, int errors) {
    byte[] data = RecorderLog.wpp(crash.build(), identifier, ring, new RecorderRing(errors));
    return SampleBlob.of(control.withData2(control.data2() ^ id), data);
  }

  private RecorderRing ring(int bytes, int records) {
    RecorderRing ring = new RecorderRing(bytes);
    for (int i = 0; i < records; i++) {
      if (Draws.chance(draw, 2)) {
        ring.skip(draw.nextInt(1, 20));
      }
      ring.write(MESSAGES, draw.nextInt(10, 60), Draws.bytes(draw, 4 * draw.nextInt(1, 8)));
    }
    return ring;
  }
}
