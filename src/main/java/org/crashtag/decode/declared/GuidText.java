package org.crashtag.decode.declared;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;

/**
 * Takes back what microsoft/DMF's DMF_CrashDump does to its first item: it is XORed with the text
 * {@code %08X%04X%04X%02X...} of the tag, over and over. Source: {@code Dmf_CrashDump.c} (MIT).
 */
final class GuidText {
  private GuidText() {}

  /**
   * The data as it was before.
   *
   * @param at where the first item starts
   * @param size of an item
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
