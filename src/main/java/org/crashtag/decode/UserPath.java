package org.crashtag.decode;

import java.util.List;

/** Windows paths, which can contain the name of a user: {@code \Users\NAME\}. */
public final class UserPath {
  private static final String FOLDER = "\\users\\";

  /** Folders there that belong to no user. */
  private static final List<String> SHARED = List.of("public", "default", "all users");

  /** Replaces a name if private values are dropped. */
  private static final String NOBODY = "*";

  private UserPath() {}

  /** Replaces each user name in a path according to {@code privacy}; null for null. */
  public static String of(String path, Privacy privacy) {
    if (path == null || privacy.mode() == Privacy.Mode.KEEP) {
      return path;
    }
    String hidden = path;
    int start = nameFrom(hidden, 0);
    while (start >= 0) {
      int end = hidden.indexOf('\\', start);
      String name = end < 0 ? hidden.substring(start) : hidden.substring(start, end);
      String shown = isSomebody(name) ? replacement(name, privacy) : name;
      hidden = hidden.substring(0, start) + shown + hidden.substring(start + name.length());
      start = nameFrom(hidden, start + shown.length());
    }
    return hidden;
  }

  /** Start of a user name, or -1. */
  private static int nameFrom(String path, int from) {
    for (int at = from; at + FOLDER.length() <= path.length(); at++) {
      if (path.regionMatches(true, at, FOLDER, 0, FOLDER.length())) {
        return at + FOLDER.length();
      }
    }
    return -1;
  }

  private static boolean isSomebody(String name) {
    return !name.isEmpty() && SHARED.stream().noneMatch(name::equalsIgnoreCase);
  }

  private static String replacement(String name, Privacy privacy) {
    String text = privacy.text(name);
    return text == null ? NOBODY : text;
  }
}
