package org.crashtag.decode.smbios;

import java.util.Locale;
import java.util.Set;
import org.crashtag.decode.Privacy;

/**
 * What tells machines apart: the first number that isn't one of those that many machines share.
 *
 * @param from which number: uuid, system_serial or board_serial
 * @param number as the firmware has it, without blanks around it
 */
record MachineId(String from, String number) {
  /** What manufacturers leave where a number should stand, letters and digits only. */
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "systemserialnumber",
          "systemserial",
          "serialnumber",
          "baseboardserialnumber",
          "boardserialnumber",
          "motherboardserialnumber",
          "mainboardserialnumber",
          "chassisserialnumber",
          "defaultstring",
          "default",
          "tobefilledbyoem",
          "oem",
          "notspecified",
          "notapplicable",
          "notavailable",
          "notset",
          "notsettable",
          "notpresent",
          "none",
          "null",
          "empty",
          "invalid",
          "unknown",
          "undefined",
          "sernum",
          "serial",
          "type2boardserialnumber",
          "bsn12345678901234567",
          "mb1234567890",
          "sample",
          "xxxxxxxxxxxx",
          "abcdefghijklm");

  /** UUIDs that firmware is delivered with. */
  private static final Set<String> SHARED_UUIDS =
      Set.of(
          "03000200-0400-0500-0006-000700080009",
          "00020003-0004-0005-0006-000700080009",
          "12345678-1234-5678-90ab-cddeefaabbcc");

  private static final String DIGITS = "012345678901234567890123456789";

  /** Shorter ones are counters or codes of a model. */
  private static final int LEAST_CHARACTERS = 4;

  /** The first of the three that names one machine; null where none does. */
  static MachineId of(String uuid, String systemSerial, String boardSerial) {
    if (uuid != null && !SHARED_UUIDS.contains(uuid)) {
      return new MachineId("uuid", uuid);
    }
    if (isNumber(systemSerial)) {
      return new MachineId("system_serial", systemSerial.strip());
    }
    return isNumber(boardSerial) ? new MachineId("board_serial", boardSerial.strip()) : null;
  }

  private static boolean isNumber(String serial) {
    if (serial == null) {
      return false;
    }
    String plain = serial.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    boolean oneCharacter = plain.chars().distinct().count() <= 1;
    return plain.length() >= LEAST_CHARACTERS
        && !oneCharacter
        && !DIGITS.contains(plain)
        && !PLACEHOLDERS.contains(plain);
  }

  /** What stands for the machine in tables, whatever becomes of private values. */
  String hash(Privacy privacy, String manufacturer, String product) {
    return privacy.hash(String.join("\u0000", number, plain(manufacturer), plain(product)));
  }

  private static String plain(String text) {
    return text == null ? "" : text.strip();
  }
}
