package org.crashtag.dump.stack;

import java.util.Locale;
import org.crashtag.dump.DumpHeader;

/**
 * The call that stopped the machine.
 *
 * @param code without the 0x10000000 that Windows adds for the same bug check with another text on
 *     the screen; null if it was never written
 */
record BugCheckCall(Long code, DumpHeader header) {
  private static final long TOP_DIGIT = 0xF0000000L;
  private static final long MARK = 0x10000000L;

  static BugCheckCall of(DumpHeader header) {
    Long code = header.bugCheckCode();
    // Only if the top digit is 1: a vendor's own code such as 0xA0000001 stays unchanged.
    boolean marked = code != null && (code & TOP_DIGIT) == MARK;
    return new BugCheckCall(marked ? (Long) (code - MARK) : code, header);
  }

  /**
   * A parameter's value; null if it was never written.
   *
   * @param number from 1
   */
  Long parameter(int number) {
    return header.parameters().get(number - 1);
  }

  /**
   * Identifies this kind of crash across builds; null without a code.
   *
   * @param module the faulting module; null if unknown
   */
  String signature(boolean hasKind, String module) {
    if (code == null) {
      return null;
    }
    StringBuilder text = new StringBuilder(hex(code));
    Long kind = parameter(1);
    if (hasKind && kind != null) {
      text.append('/').append(hex(kind & 0xFFFFFFFFL));
    }
    if (module != null) {
      text.append('|').append(module.toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value).toUpperCase(Locale.ROOT);
  }
}
