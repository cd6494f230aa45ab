package org.crashtag.decode.smbios;

import org.crashtag.bytes.Guid;
import org.crashtag.decode.Privacy;

/**
 * The number that identifies a machine: the first that is not shared by many machines.
 *
 * @param from name of the number: uuid, system_serial or board_serial
 * @param number number as in the firmware, without leading and trailing blanks
 */
record MachineId(String from, String number) {
  /** The first of the three that identifies one machine; null if none does. */
  static MachineId of(Guid uuid, String systemSerial, String boardSerial) {
    if (uuid != null && SystemUuid.isReal(uuid)) {
      return new MachineId("uuid", uuid.toString());
    }
    if (SerialNumber.isReal(systemSerial)) {
      return new MachineId("system_serial", systemSerial.strip());
    }
    return SerialNumber.isReal(boardSerial)
        ? new MachineId("board_serial", boardSerial.strip())
        : null;
  }

  /** The machine's identifier in tables, independent of the treatment of private values. */
  String hash(Privacy privacy, String manufacturer, String product) {
    return privacy.hash(String.join("\u0000", number, plain(manufacturer), plain(product)));
  }

  private static String plain(String text) {
    return text == null ? "" : text.strip();
  }
}
