package org.crashtag.source;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Tells the members of one archive apart. Archives hold several members of one name, and {@code !},
 * which stands between an archive and its member, may be part of a name. A member whose name could
 * be taken for that of an earlier one, or for a member inside an earlier one, carries its position:
 * the second {@code a.dmp} is {@code a.dmp#2} if it is the archive's second member. Names depend on
 * the members in front only, so that a stream gives the same ones each time.
 */
final class MemberNames {
  /** Between an archive and its member. */
  static final char SEPARATOR = '!';

  private static final char POSITION_MARK = '#';

  /** No name of this set is another one with a separator and more behind it. */
  private final TreeSet<String> used = new TreeSet<>(separatorFirst());

  private int position;

  /** The next member's name, unlike those before. */
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

  /** What is inside an archive comes right after it. */
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
