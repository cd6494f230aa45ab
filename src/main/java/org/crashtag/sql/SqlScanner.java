package org.crashtag.sql;

/**
 * Walks over SQL text as the engine reads it, so that a semicolon or a parameter's name in a text,
 * a quoted name or a comment is not taken for one.
 */
final class SqlScanner {
  private final String sql;

  SqlScanner(String sql) {
    this.sql = sql;
  }

  /** The kinds of tokens. */
  enum Kind {
    /** A text, a quoted name or a comment: nothing inside it is a token. */
    OPAQUE,
    /** {@code $name}. */
    PARAMETER,
    /** {@code ;}. */
    END,
    /** One or more other characters. */
    OTHER
  }

  /** The kind of the token that begins at {@code at}. */
  Kind kind(int at) {
    char c = sql.charAt(at);
    if (c == ';') {
      return Kind.END;
    }
    if (c == '$' && dollarTag(at) == null) {
      return isNameStart(at + 1) && !isNamePart(at - 1) ? Kind.PARAMETER : Kind.OTHER;
    }
    return end(at) > at + 1 && !isNamePart(at) ? Kind.OPAQUE : Kind.OTHER;
  }

  /** The end of the token that begins at {@code at}; the end of the text if it is unterminated. */
  int end(int at) {
    char c = sql.charAt(at);
    if (c == '\'' || c == '"') {
      boolean escapes = c == '\'' && at > 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0;
      return afterQuoted(at, c, escapes && !isNamePart(at - 2));
    }
    if (sql.startsWith("--", at)) {
      int line = sql.indexOf('\n', at);
      return line < 0 ? sql.length() : line;
    }
    if (sql.startsWith("/*", at)) {
      return afterComment(at);
    }
    String tag = c == '$' ? dollarTag(at) : null;
    if (tag != null) {
      int close = sql.indexOf(tag, at + tag.length());
      return close < 0 ? sql.length() : close + tag.length();
    }
    if (c == '$' || isNamePart(at)) {
      int end = at + 1;
      while (isNamePart(end)) {
        end++;
      }
      return end;
    }
    return at + 1;
  }

  private int afterQuoted(int at, char quote, boolean escapes) {
    for (int i = at + 1; i < sql.length(); i++) {
      if (escapes && sql.charAt(i) == '\\') {
        i++;
      } else if (sql.charAt(i) == quote) {
        return i + 1;
      }
    }
    return sql.length();
  }

  /** Comments of this kind nest. */
  private int afterComment(int at) {
    int depth = 0;
    for (int i = at; i + 1 < sql.length(); i++) {
      if (sql.startsWith("/*", i)) {
        depth++;
        i++;
      } else if (sql.startsWith("*/", i)) {
        depth--;
        i++;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return sql.length();
  }

  /** {@code $$} or {@code $tag$} that begins a text; null if none does here. */
  private String dollarTag(int at) {
    int end = at + 1;
    while (isNamePart(end) && sql.charAt(end) != '$') {
      end++;
    }
    boolean closed = end < sql.length() && sql.charAt(end) == '$';
    boolean named = end == at + 1 || isNameStart(at + 1);
    return closed && named && !isNamePart(at - 1) ? sql.substring(at, end + 1) : null;
  }

  private boolean isNameStart(int at) {
    return isNamePart(at) && !Character.isDigit(sql.charAt(at));
  }

  private boolean isNamePart(int at) {
    return at >= 0
        && at < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_');
  }
}
