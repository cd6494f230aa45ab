package org.crashtag.sql;

/** Where statements end in text that is still being typed. */
public final class Statements {
  private Statements() {}

  /** Whether a semicolon, outside of texts and comments, ends the last statement of {@code sql}. */
  public static boolean areComplete(String sql) {
    SqlScanner scanner = new SqlScanner(sql);
    boolean ended = false;
    for (int at = 0; at < sql.length(); at = scanner.end(at)) {
      String part = sql.substring(at, scanner.end(at));
      switch (scanner.kind(at)) {
        case END -> ended = true;
        case PARAMETER -> ended = false;
        case OPAQUE -> ended &= part.startsWith("--") || part.startsWith("/*");
        case OTHER -> ended &= part.isBlank();
      }
    }
    return ended;
  }
}
