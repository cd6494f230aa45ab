package org.crashtag.pipeline;

import java.util.List;
import org.crashtag.bytes.Guid;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.KmdfDriver;
import org.crashtag.sample.KmdfList;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.RegionWriter;
import org.crashtag.sample.SampleBlob;
import org.crashtag.sample.SampleModule;

/** Small dumps for tests of runs. */
final class SampleDumps {
  static final Guid UNKNOWN = Guid.constant("0ddba115-3333-4c77-b1e0-000000000001");
  static final byte[] UNKNOWN_DATA = bytes(700);
  static final KmdfDriver FRAMEWORK = new KmdfDriver("Wdf01000", 1, 31, 0, 0);
  static final KmdfDriver DRIVER = new KmdfDriver("acmenet", 1, 15, 0, 0xFFFFE00012345670L);

  private SampleDumps() {}

  /** A minidump with two modules, a KMDF list, an empty blob and one that nobody knows. */
  static DumpBuilder minidump(long parameter, RegionWriter writer) {
    return DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)
        .build(19041)
        .bugCheck(0xD1, parameter, 2, 0, 4)
        .module(new SampleModule("ntoskrnl.exe", 0xFFFFF80000000000L, 0x1000, 1, 2))
        .module(new SampleModule("\\SystemRoot\\acmenet.sys", 0xFFFFF80000100000L, 0x2000, 3, 4))
        .writer(writer)
        .blob(SampleBlob.of(KmdfList.TAG, kmdfList()))
        .blob(SampleBlob.of(Guid.constant("65755a40-f146-43ea-8c91-36b85728fd35"), new byte[0]))
        .blob(SampleBlob.of(UNKNOWN, UNKNOWN_DATA));
  }

  /** As {@link #minidump(long, RegionWriter)}, by the older writer. */
  static DumpBuilder minidump(long parameter) {
    return minidump(parameter, RegionWriter.OLDER);
  }

  static byte[] kmdfList() {
    KmdfList list = new KmdfList(MachineKind.X64);
    List.of(FRAMEWORK, DRIVER).forEach(list::add);
    return list.toBytes();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + 7);
    }
    return bytes;
  }
}
