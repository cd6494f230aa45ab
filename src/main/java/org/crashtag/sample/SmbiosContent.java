package org.crashtag.sample;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.crashtag.bytes.Guid;

/** The SMBIOS table of a machine of the fleet: the same at each of its crashes. */
final class SmbiosContent {
  private static final List<Model> MODELS =
      List.of(
          new Model("Acme Computers", "Anvil 14 G2", "Acme Firmware", "1.%d", 10),
          new Model("Acme Computers", "Anvil Tower 8", "Acme Firmware", "2.%d", 3),
          new Model("Bellows Systems", "BookLite 300", "Bellows", "BL30.%02d", 9),
          new Model("To Be Filled By O.E.M.", "Z99 Pro", "American Firmworks", "P1.%d0", 3));

  /** Mostly realistic ones; the rest are placeholders that firmware is delivered with. */
  private static final List<String> PLACEHOLDERS =
      List.of("Default string", "To Be Filled By O.E.M.", "System Serial Number", "***", "");

  private static final int DAYS_IN_EVERY_MONTH = 28;

  private final SampleCrash crash;
  private final SplittableRandom draw;

  private SmbiosContent(SampleCrash crash) {
    this.crash = crash;
    this.draw = Draws.of(crash.machineName().hashCode(), Draws.Purpose.HARDWARE, 1);
  }

  /** A machine model and its BIOS, whose versions count up. */
  private record Model(
      String manufacturer, String product, String biosVendor, String biosVersion, int chassis) {}

  static byte[] of(SampleCrash crash) {
    return new SmbiosContent(crash).build();
  }

  private byte[] build() {
    Model model = Draws.oneOf(draw, MODELS);
    SampleCpu cpu = SampleCpu.of(crash);
    int release = 1 + draw.nextInt(6);
    String version = String.format(Locale.ROOT, model.biosVersion, release);
    String date =
        String.format(
            Locale.ROOT,
            "%02d/%02d/%d",
            1 + draw.nextInt(12),
            1 + draw.nextInt(DAYS_IN_EVERY_MONTH),
            2018 + release);
    String serial = Draws.chance(draw, 60) ? number("SN") : Draws.oneOf(draw, PLACEHOLDERS);
    String boardSerial = Draws.chance(draw, 75) ? number("MB") : "Default string";
    SmbiosBlob blob =
        new SmbiosBlob(3, 2)
            .bios(model.biosVendor, version, date)
            .system(model.manufacturer, model.product, "1.0", serial, Guid.NIL, "SKU", "")
            .board(model.manufacturer, "B-" + model.product, boardSerial)
            .enclosure(model.chassis);
    int cores = Math.max(1, crash.processors() / 2);
    blob.processor(
        cpu.vendor(), cpu.name(), cpu.signature(), cpu.megahertz(), cores, crash.processors());
    addMemory(blob);
    return blob.toBytes();
  }

  private void addMemory(SmbiosBlob blob) {
    int gigabytes = 4 << draw.nextInt(4);
    boolean both = draw.nextBoolean();
    blob.memory("DIMM A", gigabytes << 10, 3200, "Chipworks", "CW-" + gigabytes + "G", number("M"));
    if (both) {
      blob.memory(
          "DIMM B", gigabytes << 10, 3200, "Chipworks", "CW-" + gigabytes + "G", number("M"));
    } else {
      blob.memory("DIMM B", 0, 0, "", "", "");
    }
  }

  private String number(String start) {
    return String.format(Locale.ROOT, "%s%08X", start, draw.nextInt());
  }
}
