package org.crashtag.decode.etw;

import org.crashtag.bytes.Guid;

/**
 * A row of WPP messages: one message, or all messages of one format.
 *
 * @param logger name of the logger
 * @param guid null if the messages have none
 * @param component null if the messages have none
 * @param number number of the format
 * @param counted all messages of the format; null for a single message
 * @param format format string of counted messages; null if no source of texts has it
 * @param single the message; null if messages are counted
 */
record Message(
    String logger,
    Guid guid,
    Long component,
    int number,
    MessageCounts.Format counted,
    String format,
    Single single) {
  /**
   * Values of a single message; null if unknown.
   *
   * @param clock in units of the logger's clock
   * @param time time in microseconds since 1970
   * @param secondsBeforeCrash seconds from the message to the crash
   * @param arguments arguments in hex, or hashed
   * @param text the text of the message
   * @param source source file or function that wrote it
   * @param level name of the level
   */
  record Single(
      Long pid,
      Long tid,
      Long processor,
      Long clock,
      Long time,
      Double secondsBeforeCrash,
      String arguments,
      String text,
      String source,
      String level) {}

  /** Time of the first counted message. */
  Long firstTime() {
    return counted == null ? null : TraceClock.orNull(counted.firstMicros());
  }

  /** Time of the last counted message. */
  Long lastTime() {
    return counted == null ? null : TraceClock.orNull(counted.lastMicros());
  }
}
