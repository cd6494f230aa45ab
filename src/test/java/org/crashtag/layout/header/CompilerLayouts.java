package org.crashtag.layout.header;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.testing.Programs;

/**
 * Layouts as clang prints them, and ours in the same form: for each member a line of offset, bits
 * of that byte, depth and name; then size and alignment. Unnamed bit-fields are omitted.
 */
final class CompilerLayouts {
  private static final Pattern RECORD =
      Pattern.compile("(?m)^ +0 \\| (?:struct|union) (\\w+)\\n((?:.+\\n)+?) +\\| (\\[.*\\])$");
  private static final Pattern MEMBER =
      Pattern.compile("(?m)^ *(\\d+)(?::(-|\\d+-\\d+))? \\| ( +).* (\\w*)$");

  private CompilerLayouts() {}

  static String target(Architecture architecture) {
    String processor =
        switch (architecture) {
          case X64 -> "x86_64";
          case X86 -> "i686";
          case ARM64 -> "aarch64";
        };
    return processor + "-pc-windows-msvc";
  }

  /**
   * The compiler's layouts.
   *
   * @param header files that it includes as {@code <...>} can be in {@code system} next to it
   * @param folder for a file that uses the types
   * @param types as C names them, such as {@code struct S}
   * @return by tag, the layouts of the types and of the types that they contain
   */
  static Map<String, String> of(
      Path header, Path folder, Collection<String> types, Architecture architecture)
      throws IOException {
    StringBuilder uses = new StringBuilder("#include \"" + header.toAbsolutePath() + "\"\n");
    int count = 0;
    for (String type : types) {
      uses.append("int use").append(count++).append("[sizeof(").append(type).append(")];\n");
    }
    Path file = Files.writeString(folder.resolve("uses.c"), uses);
    String output =
        Programs.output(
            "clang",
            "-w",
            "--target=" + target(architecture),
            "-isystem",
            header.resolveSibling("system").toString(),
            "-fsyntax-only",
            "-Xclang",
            "-fdump-record-layouts",
            file.toString());
    Map<String, String> found = new HashMap<>();
    Matcher record = RECORD.matcher(output);
    while (record.find()) {
      found.put(record.group(1), members(record.group(2)) + record.group(3));
    }
    return found;
  }

  private static String members(String lines) {
    StringBuilder text = new StringBuilder();
    Matcher member = MEMBER.matcher(lines);
    while (member.find()) {
      if (member.group(2) == null) {
        line(text, member.group(1), member.group(3).length() / 2, member.group(4));
      } else if (!member.group(4).isEmpty()) {
        String location = member.group(1) + ":" + member.group(2);
        line(text, location, member.group(3).length() / 2, member.group(4));
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String location, int depth, String name) {
    text.append((location + " " + ".".repeat(depth) + " " + name).strip()).append('\n');
  }

  /** Our layout. */
  static String of(CType.Structure structure) {
    StringBuilder text = new StringBuilder();
    add(text, structure, 0, 1);
    return String.format(
        Locale.ROOT, "%s[sizeof=%d, align=%d]", text, structure.size(), structure.alignment());
  }

  private static void add(StringBuilder text, CType.Structure structure, long from, int depth) {
    for (CType.Field field : structure.fields()) {
      long bit = 8 * (from + field.offset()) + Math.max(0, field.bitPosition());
      String bits = field.isBitField() ? ":" + bit % 8 + "-" + (bit % 8 + field.bits() - 1) : "";
      line(text, bit / 8 + bits, depth, field.name());
      if (field.type() instanceof CType.Structure inner) {
        add(text, inner, from + field.offset(), depth + 1);
      }
    }
  }
}
