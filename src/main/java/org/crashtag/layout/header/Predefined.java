package org.crashtag.layout.header;

import java.util.LinkedHashMap;
import java.util.Map;
import org.crashtag.layout.Architecture;

/**
 * The macros that Microsoft's compiler and a driver's project define. Source: Microsoft's
 * documentation "Predefined macros", and the WDK documentation for {@code _AMD64_} and similar
 * macros.
 */
final class Predefined {
  private Predefined() {}

  /** Names and their replacements. */
  static Map<String, String> words(Architecture architecture) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("_MSC_VER", "1940");
    words.put("_MSC_EXTENSIONS", "1");
    words.put("_INTEGRAL_MAX_BITS", "64");
    words.put("_KERNEL_MODE", "1");
    words.put("_WIN32", "1");
    switch (architecture) {
      case X64 -> {
        words.put("_WIN64", "1");
        words.put("_M_AMD64", "100");
        words.put("_M_X64", "100");
        words.put("_AMD64_", "1");
        words.put("AMD64", "1");
      }
      case ARM64 -> {
        words.put("_WIN64", "1");
        words.put("_M_ARM64", "1");
        words.put("_ARM64_", "1");
        words.put("ARM64", "1");
      }
      case X86 -> {
        words.put("_M_IX86", "600");
        words.put("_X86_", "1");
        words.put("i386", "1");
      }
    }
    return words;
  }
}
