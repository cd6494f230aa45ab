package org.crashtag.decode;

/** Formats messages about a decoder that failed. */
final class DecoderFault {
  /** The message of a plug-in can have any length. */
  private static final int LONGEST_MESSAGE = 500;

  private DecoderFault() {}

  /** One line that names the decoder and, for an invalid row, its table and column. */
  static String message(Decoder decoder, Throwable fault) {
    String message = "decoder " + decoder.name() + " failed: " + words(fault);
    String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
  }

  private static String words(Throwable fault) {
    if (fault instanceof IllegalRowException) {
      return fault.getMessage();
    }
    try {
      return fault.toString();
    } catch (RuntimeException | StackOverflowError e) {
      return fault.getClass().getName();
    }
  }
}
