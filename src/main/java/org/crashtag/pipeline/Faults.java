package org.crashtag.pipeline;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What failed, in one line, from what Beam and the engines throw or print. */
final class Faults {
  /** An exception's class and message, as stack traces have them. */
  private static final Pattern TRACED =
      Pattern.compile(
          "(?m)^(?:Caused by: |\\s*)((?:[A-Za-z_$][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error|Fault))"
              + "(?:: (.*))?$");

  private static final int MOST_CHARACTERS = 1_000;

  private Faults() {}

  /**
   * Beam and Parquet wrap what the storage throws: the innermost I/O fault is the one to tell.
   *
   * @throws RuntimeException the fault itself if there is none
   */
  static IOException ofPipeline(RuntimeException fault) {
    IOException innermost = null;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        innermost = io;
      }
    }
    if (innermost == null) {
      throw fault;
    }
    return innermost;
  }

  /** The innermost cause that has a message. */
  static String innermost(Throwable fault) {
    String message = fault.toString();
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        message = cause instanceof IOException ? cause.getMessage() : cause.toString();
      }
    }
    return ofTrace(message).orElse(firstLine(message));
  }

  /**
   * What the innermost cause in a stack trace says; an I/O fault's message is used alone, others
   * have the name of their class before it.
   *
   * @param trace as the JVM prints it
   */
  static Optional<String> ofTrace(String trace) {
    Matcher matcher = TRACED.matcher(trace);
    String innermost = null;
    while (matcher.find()) {
      String type = matcher.group(1).substring(matcher.group(1).lastIndexOf('.') + 1);
      String message = matcher.group(2);
      if (message == null) {
        innermost = type;
      } else {
        innermost = type.equals("IOException") ? message : type + ": " + message;
      }
    }
    return Optional.ofNullable(innermost).map(Faults::firstLine);
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("").strip();
    return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line;
  }
}
