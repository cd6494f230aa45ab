package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SampleBlob;

/** Dumps that the tests of several commands use. */
final class SampleFiles {
  static final Guid UNKNOWN = Guid.constant("11111111-2222-3333-4444-555555555555");
  static final Guid CRASHDMP = Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35");
  static final byte[] LETTERS = new byte[100];

  static {
    for (int i = 0; i < LETTERS.length; i++) {
      LETTERS[i] = (byte) (i == 3 ? 0x1B : 'A' + i % 26);
    }
  }

  private SampleFiles() {}

  /** Blobs 0 and 3 have an unknown tag, 1 is empty, 2 is the list of drivers. */
  static DumpBuilder dump(String... hostileNames) {
    KmdfList list =
        new KmdfList(MachineKind.X64)
            .add(new KmdfDriver("Wdf01000", 1, 13, 0, 0))
            .add(new KmdfDriver("acpiex", 1, 11, 0, 0xFFFFE0000055AC90L));
    for (String name : hostileNames) {
      list.add(new KmdfDriver(name, 1, 1, 0, 0));
    }
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .major(0xF)
        .build(19041)
        .processors(8)
        .bugCheck(0xD1, 0x10, 2, 0, 0xFFFFF80000000000L)
        .systemTime(Instant.parse("2026-03-17T03:15:22.123456Z"))
        .upTime(937_840_000_000L)
        .productType(1)
        .blob(SampleBlob.of(UNKNOWN, LETTERS))
        .blob(SampleBlob.of(CRASHDMP, new byte[0]))
        .blob(SampleBlob.of(KmdfList.TAG, list.toBytes()))
        .blob(SampleBlob.of(UNKNOWN, new byte[] {1, 2, 3}));
  }

  static String write(Path folder, String name, DumpBuilder dump) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    dump.image().write(file);
    return file.toString();
  }
}
