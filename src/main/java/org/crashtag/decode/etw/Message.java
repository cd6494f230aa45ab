package org.crashtag.decode.etw;

import org.crashtag.bytes.Guid;

/**
 * A row of WPP messages: one message, or all of one format.
 *
 * @param logger by its name
 * @param guid null if the messages have none
 * @param component null if the messages have none
 * @param number of the format
 * @param counted all messages of the format; null if this is one message
 * @param format of counted messages, in words; null if no source of texts has it
 * @param single the one message; null if these are counted
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
   * What only one message has; null if it doesn't say.
   *
   * @param clock as the logger's clock counted it
   * @param time in microseconds since 1970
   * @param secondsBeforeCrash from its time to the crash
   * @param arguments in hex, or hashed
   * @param text the message in words
   * @param source file or function that wrote it
   * @param level as its author named it
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

  /** Of the first message that was counted. */
  Long firstTime() {
    return counted == null ? null : TraceClock.orNull(counted.firstMicros());
  }

  /** Of the last message that was counted. */
  Long lastTime() {
    return counted == null ? null : TraceClock.orNull(counted.lastMicros());
  }
}
