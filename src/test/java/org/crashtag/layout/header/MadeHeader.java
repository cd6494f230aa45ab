package org.crashtag.layout.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up structures and unions with many members that compilers lay out in unusual ways. */
final class MadeHeader {
  /** A number's words and its bits. */
  private record WholeNumber(String words, int bits) {}

  private static final List<WholeNumber> NUMBERS =
      List.of(
          new WholeNumber("char", 8),
          new WholeNumber("unsigned char", 8),
          new WholeNumber("_Bool", 1),
          new WholeNumber("short", 16),
          new WholeNumber("unsigned short", 16),
          new WholeNumber("int", 32),
          new WholeNumber("unsigned long", 32),
          new WholeNumber("enum COLOR", 32),
          new WholeNumber("long long", 64),
          new WholeNumber("unsigned __int64", 64));
  private static final List<String> OTHERS =
      List.of("float", "double", "long double", "void *", "struct UNKNOWN *", "struct UNKNOWN **");
  private static final int MOST_LEVELS = 3;

  private final Random random;
  private final StringBuilder text = new StringBuilder("enum COLOR { RED, GREEN = 7 };\n");
  private final List<String> types = new ArrayList<>();
  private final List<String> bounded = new ArrayList<>();
  private int names;

  MadeHeader(Random random, int structures) {
    this.random = random;
    for (int i = 0; i < structures; i++) {
      structure("S" + i);
    }
  }

  /** Such as {@code union S7}. */
  List<String> types() {
    return types;
  }

  String text() {
    return text.toString();
  }

  private boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  private void structure(String name) {
    boolean isPacked = once(3);
    if (isPacked) {
      text.append("#pragma pack(push, ").append(1 << random.nextInt(5)).append(")\n");
    }
    String keyword = once(5) ? "union" : "struct";
    text.append(keyword).append(' ').append(aligned(6)).append(name).append(" {\n");
    members(1);
    boolean isOpen = keyword.equals("struct") && once(20);
    text.append(isOpen ? "  int tail[];\n" : "").append("};\n");
    text.append(isPacked ? "#pragma pack(pop)\n" : "");
    types.add(keyword + " " + name);
    if (!isOpen) {
      bounded.add(keyword + " " + name);
    }
  }

  private String aligned(int in) {
    return once(in) ? "__declspec(align(" + (1 << random.nextInt(7)) + ")) " : "";
  }

  private void members(int level) {
    int members = 1 + random.nextInt(7);
    for (int i = 0; i < members; i++) {
      text.append("  ".repeat(level));
      member("m" + names++, i == 0, level);
      text.append(";\n");
    }
  }

  private void member(String name, boolean isFirst, int level) {
    WholeNumber number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    switch (random.nextInt(isFirst ? 6 : 10)) {
      case 0 ->
          text.append(aligned(4))
              .append("const volatile ")
              .append(number.words)
              .append(' ')
              .append(name);
      case 1 ->
          text.append(aligned(8)).append(number.words).append(' ').append(name).append(bounds());
      case 2 ->
          text.append(aligned(8))
              .append(OTHERS.get(random.nextInt(OTHERS.size())))
              .append(' ')
              .append(name)
              .append(once(4) ? bounds() : "");
      case 3 -> nested(name, level);
      case 4 -> earlier(name);
      case 5 -> text.append("int (__stdcall *").append(name).append(")(void *, int)");
      case 6 -> text.append(number.words).append(" : ").append(once(2) ? 0 : bits(number));
      default -> run(number, name);
    }
  }

  private String bounds() {
    return "[" + (1 + random.nextInt(3)) + "]" + (once(4) ? "[2]" : "");
  }

  private int bits(WholeNumber number) {
    return 1 + random.nextInt(once(3) ? number.bits : Math.min(8, number.bits));
  }

  /** Bit-fields in a row, mostly of one type. */
  private void run(WholeNumber number, String name) {
    text.append(aligned(12)).append(number.words).append(' ').append(name);
    text.append(" : ").append(bits(number));
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(", ").append(name).append('x').append(i).append(" : ").append(bits(number));
    }
  }

  private void nested(String name, int level) {
    if (level == MOST_LEVELS) {
      text.append("short ").append(name);
      return;
    }
    text.append(once(3) ? "union " : "struct ").append(aligned(8)).append("{\n");
    members(level + 1);
    text.append("  ".repeat(level)).append('}');
    text.append(once(3) ? "" : " " + name + (once(4) ? bounds() : ""));
  }

  /** A member of an earlier type. */
  private void earlier(String name) {
    if (bounded.isEmpty()) {
      text.append("short ").append(name);
      return;
    }
    String type = bounded.get(Math.max(0, bounded.size() - 1 - random.nextInt(8)));
    text.append(type).append(once(3) ? " *" : " ").append(name).append(once(4) ? "[2]" : "");
  }
}
