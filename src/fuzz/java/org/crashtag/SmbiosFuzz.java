package org.crashtag;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.smbios.SmbiosDecoder;
import org.crashtag.sample.MachineKind;
import org.crashtag.sample.SmbiosBlob;

/** SMBIOS structures, whatever their lengths, strings and order. */
class SmbiosFuzz {
  private static final byte[] TABLE =
      new SmbiosBlob(3, 2)
          .bios("v", "1", "01/02/2024")
          .system("Acme", "Anvil", "1", "SN-4711", Guid.NIL, "S", "F")
          .board("Acme", "B", "B-4711")
          .enclosure(10)
          .processor("GenuineIntel", "CPU", 0x906EA, 3000, 4, 8)
          .memory("A", 8192, 3200, "M", "P", "S")
          .toBytes();

  @FuzzTest(maxDuration = "2m")
  void readsAnyTable(FuzzedDataProvider data) {
    FuzzedBlob.decode(data, MachineKind.X64, new SmbiosDecoder(), SmbiosDecoder.TAG, TABLE);
  }
}
