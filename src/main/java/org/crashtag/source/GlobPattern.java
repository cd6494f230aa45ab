package org.crashtag.source;

import java.util.regex.PatternSyntaxException;

/**
 * Path patterns as shells know them: {@code *} and {@code ?} stay within one folder, {@code [a-z]}
 * and {@code [!a-z]} are one character, <code>{a,b}</code> is either, and <code>**&#47;</code> is
 * any number of folders, including none.
 */
final class GlobPattern {
  private GlobPattern() {}

  /** The regular expression of a pattern. Unclosed brackets are literal characters. */
  static String regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (pattern.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (pattern.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '[' && classEnd(pattern, i) > 0) {
        int end = classEnd(pattern, i);
        characterClass(regex, pattern.substring(i + 1, end));
        i = end;
      } else if (c == '{' && pattern.indexOf('}', i) > 0) {
        regex.append("(?:");
        braces++;
      } else if (c == ',' && braces > 0) {
        regex.append('|');
      } else if (c == '}' && braces > 0) {
        regex.append(')');
        braces--;
      } else {
        literal(regex, c);
      }
    }
    return regex.append(")".repeat(braces)).toString();
  }

  /** The end of the class that begins at {@code start}; negative if it is unclosed. */
  private static int classEnd(String pattern, int start) {
    int at = isNegation(pattern, start + 1) ? start + 2 : start + 1;
    if (pattern.startsWith("]", at)) {
      // As the first character, it is a member of the class.
      at++;
    }
    for (; at < pattern.length(); at++) {
      int nameEnd = nameEnd(pattern, at);
      if (nameEnd > 0) {
        at = nameEnd + 1;
      } else if (pattern.charAt(at) == ']') {
        return at;
      }
    }
    return -1;
  }

  private static boolean isNegation(String pattern, int at) {
    return at < pattern.length() && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^');
  }

  /** The end of the name of a class, as in {@code [:digit:]}; negative if there is none. */
  private static int nameEnd(String pattern, int at) {
    return pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
  }

  /** Source: POSIX, 2.13.1 and 9.3.5. A hyphen is literal as the first or last character. */
  private static void characterClass(StringBuilder regex, String content) {
    // No class matches the separator of folders, not even a range that contains it.
    regex.append("(?!/)[");
    int at = 0;
    if (isNegation(content, 0)) {
      regex.append('^');
      at = 1;
    }
    while (at < content.length()) {
      int nameEnd = nameEnd(content, at);
      if (nameEnd > 0) {
        regex.append(named(content, content.substring(at + 2, nameEnd)));
        at = nameEnd + 2;
        continue;
      }
      literal(regex, content.charAt(at));
      if (at + 2 < content.length() && content.charAt(at + 1) == '-') {
        regex.append('-');
        literal(regex, content.charAt(at + 2));
        at += 2;
      }
      at++;
    }
    regex.append(']');
  }

  private static String named(String content, String name) {
    return switch (name) {
      case "alnum" -> "\\p{Alnum}";
      case "alpha" -> "\\p{Alpha}";
      case "blank" -> "\\p{Blank}";
      case "cntrl" -> "\\p{Cntrl}";
      case "digit" -> "\\p{Digit}";
      case "graph" -> "\\p{Graph}";
      case "lower" -> "\\p{Lower}";
      case "print" -> "\\p{Print}";
      case "punct" -> "\\p{Punct}";
      case "space" -> "\\p{Space}";
      case "upper" -> "\\p{Upper}";
      case "xdigit" -> "\\p{XDigit}";
      default -> throw new PatternSyntaxException("no class [:" + name + ":]", content, 0);
    };
  }

  private static void literal(StringBuilder regex, char c) {
    if (!Character.isLetterOrDigit(c) && c < 0x80) {
      regex.append('\\');
    }
    regex.append(c);
  }
}
