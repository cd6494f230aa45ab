package org.crashtag.source;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Gives each member of an archive a distinct name. An archive can contain several members with the
 * same name, and {@code !}, which separates an archive from its member, can be part of a name. A
 * member whose name could be taken for that of an earlier one, or for a member inside an earlier
 * one, gets its position appended: the second {@code a.dmp} is {@code a.dmp#2} if it is the
 * archive's second member. A name depends only on the preceding members, so a stream gives the same
 * names each time.
 */
final class MemberNames {
  /** Separates an archive from its member. */
  static final char SEPARATOR = '!';

  private static final char POSITION_MARK = '#';

  /** No name of this set is another one followed by a separator and more. */
  private final TreeSet<String> used = new TreeSet<>(separatorFirst());

  private int position;

  /** The next member's name, distinct from all previous ones. */
  String next(String name) {
    position++;
    String unique = name;
    while (isTaken(unique)) {
      int separator = unique.indexOf(SEPARATOR);
      int at = separator < 0 ? unique.length() : separator;
      unique = unique.substring(0, at) + POSITION_MARK + position + unique.substring(at);
    }
    used.add(unique);
    return unique;
  }

  private boolean isTaken(String name) {
    String before = used.floor(name);
    if (before != null && (before.equals(name) || name.startsWith(before + SEPARATOR))) {
      return true;
    }
    String after = used.ceiling(name);
    return after != null && after.startsWith(name + SEPARATOR);
  }

  /** The names inside an archive follow it directly in sort order. */
  private static Comparator<String> separatorFirst() {
    return (left, right) -> {
      int length = Math.min(left.length(), right.length());
      for (int i = 0; i < length; i++) {
        char a = left.charAt(i);
        char b = right.charAt(i);
        if (a != b) {
          return a == SEPARATOR ? -1 : b == SEPARATOR ? 1 : Character.compare(a, b);
        }
      }
      return Integer.compare(left.length(), right.length());
    };
  }
}
