package org.crashtag.decode.smbios;

import org.crashtag.bytes.Guid;
import org.crashtag.decode.Privacy;

/**
 * What tells machines apart: the first number that isn't one of those that many machines share.
 *
 * @param from which number: uuid, system_serial or board_serial
 * @param number as the firmware has it, without blanks around it
 */
record MachineId(String from, String number) {
  /** The first of the three that names one machine; null if none does. */
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

  /** What stands for the machine in tables, whatever becomes of private values. */
  String hash(Privacy privacy, String manufacturer, String product) {
    return privacy.hash(String.join("\u0000", number, plain(manufacturer), plain(product)));
  }

  private static String plain(String text) {
    return text == null ? "" : text.strip();
  }
}
