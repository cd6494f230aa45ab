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
    int start = nameFrom(path, 0);
    if (start < 0) {
      return path;
    }
    // A hostile log is one line of many such folders: each character is copied once.
    StringBuilder shown = new StringBuilder(path.length());
    int copied = 0;
    while (start >= 0) {
      int end = path.indexOf('\\', start);
      String name = end < 0 ? path.substring(start) : path.substring(start, end);
      shown.append(path, copied, start);
      shown.append(isSomebody(name) ? replacement(name, privacy) : name);
      copied = start + name.length();
      start = nameFrom(path, copied);
    }
    return shown.append(path, copied, path.length()).toString();
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
