package org.crashtag.decode.declared;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;

/**
 * Reverts the obfuscation of microsoft/DMF's DMF_CrashDump, which XORs its first item with the text
 * {@code %08X%04X%04X%02X...} of the tag, repeatedly. Source: {@code Dmf_CrashDump.c} (MIT).
 */
final class GuidText {
  private GuidText() {}

  /**
   * Returns the plain data.
   *
   * @param at offset of the first item
   * @param size of an item in bytes
   */
  static Bytes undo(Guid tag, Bytes data, int at, int size) {
    byte[] key = tag.toString().replace("-", "").toUpperCase(Locale.ROOT).getBytes(US_ASCII);
    byte[] plain = data.toArray();
    int end = Math.min(plain.length, at + size);
    for (int i = at; i < end; i++) {
      plain[i] ^= key[(i - at) % key.length];
    }
    return Bytes.of(plain, 0, plain.length, data.offset());
  }
}
