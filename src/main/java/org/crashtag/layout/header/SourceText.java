package org.crashtag.layout.header;

import java.util.Arrays;

/** The text of a header, read forwards, with line continuations removed. */
final class SourceText {
  private final String file;
  private final char[] chars;
  private final int length;

  /** Positions in {@code chars} of line continuations, in ascending order. */
  private final int[] joints;

  private int nextJoint;
  private int position;
  private int line = 1;
  private int lineStart;

  SourceText(String file, String text) {
    this.file = file;
    chars = new char[text.length()];
    int[] found = new int[16];
    int joined = 0;
    int kept = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = c == '\\' ? lineEnd(text, i + 1) : i;
      if (end > i) {
        found = joined == found.length ? Arrays.copyOf(found, joined * 2) : found;
        found[joined++] = kept;
        i = end - 1;
      } else if (c != '\r' || i + 1 == text.length() || text.charAt(i + 1) != '\n') {
        chars[kept++] = c == '\r' ? '\n' : c;
      }
    }
    length = kept;
    joints = Arrays.copyOf(found, joined);
    passJoints();
  }

  /** The position after the line end at a position; 0 if there is none. */
  private static int lineEnd(String text, int at) {
    int after = at;
    if (after < text.length() && text.charAt(after) == '\r') {
      after++;
    }
    if (after < text.length() && text.charAt(after) == '\n') {
      after++;
    }
    return after == at ? 0 : after;
  }

  private void passJoints() {
    while (nextJoint < joints.length && joints[nextJoint] == position) {
      nextJoint++;
      line++;
      lineStart = position;
    }
  }

  boolean isStart() {
    return position == 0;
  }

  int position() {
    return position;
  }

  SourceLocation location() {
    return new SourceLocation(file, line, position - lineStart + 1);
  }

  /** The character at this distance from the current one; -1 beyond either end. */
  int at(int ahead) {
    int index = position + ahead;
    return index >= 0 && index < length ? chars[index] : -1;
  }

  /** This many characters, or fewer at the end. */
  String ahead(int count) {
    return new String(chars, position, Math.min(count, length - position));
  }

  String since(int start) {
    return new String(chars, start, position - start);
  }

  void skip(int count) {
    for (int i = 0; i < count && position < length; i++) {
      boolean endsLine = chars[position] == '\n';
      position++;
      if (endsLine) {
        line++;
        lineStart = position;
      }
      passJoints();
    }
  }
}
