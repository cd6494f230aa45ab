package org.crashtag.source;

/**
 * Path patterns as shells know them: {@code *} and {@code ?} stay within one folder, {@code [a-z]}
 * and {@code [!a-z]} are one character, <code>{a,b}</code> is either, and <code>**&#47;</code> is
 * any number of folders, none included.
 */
final class GlobPattern {
  private GlobPattern() {}

  /** The regular expression of a pattern. Its brackets are taken literally where unclosed. */
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
      } else if (c == '[' && pattern.indexOf(']', i + 2) > 0) {
        int end = pattern.indexOf(']', i + 2);
        regex.append(characterClass(pattern.substring(i + 1, end)));
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

  private static String characterClass(String content) {
    StringBuilder set = new StringBuilder("[");
    boolean negated = content.startsWith("!") || content.startsWith("^");
    if (negated) {
      set.append("^/");
    }
    for (int i = negated ? 1 : 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c == '-' && i > 0 && i < content.length() - 1) {
        set.append('-');
      } else {
        literal(set, c);
      }
    }
    return set.append(']').toString();
  }

  private static void literal(StringBuilder regex, char c) {
    if (!Character.isLetterOrDigit(c) && c < 0x80) {
      regex.append('\\');
    }
    regex.append(c);
  }
}
