package org.crashtag.decode.messages;

import java.util.List;
import org.crashtag.bytes.Guid;

/**
 * A message as defined by the driver's author: an entry of a .tmf file or of a PDB's annotations.
 *
 * @param guid GUID of the messages of a source file
 * @param number of the message among them, 0 to 65535
 * @param provider name of the component, as passed to the WPP preprocessor
 * @param file the source file; empty if it isn't named
 * @param level such as {@code TRACE_LEVEL_ERROR}; empty if there is none
 * @param flags empty if there are none
 * @param function that writes the message; empty if it isn't named
 * @param format the text with places for the arguments
 * @param arguments in the order of their bytes
 */
public record TraceMessage(
    Guid guid,
    int number,
    String provider,
    String file,
    String level,
    String flags,
    String function,
    String format,
    List<Argument> arguments) {
  /** The name that the preprocessor uses if only public symbols are known. */
  private static final String UNKNOWN_FILE = "Unknown_";

  public TraceMessage {
    arguments = List.copyOf(arguments);
  }

  /**
   * An argument of a message.
   *
   * @param index number of the argument in the format
   * @param expression as it is in the source; {@code Arg} in public symbols
   * @param item the argument's type, such as {@code ItemLong}
   * @param names of the values, or of the enumeration that has them: the text in brackets after the
   *     item; empty without brackets
   */
  public record Argument(int index, String expression, String item, String names) {}

  /** The source file, or the function if the file is unknown; null if both are. */
  public String source() {
    String known = file.isEmpty() || file.startsWith(UNKNOWN_FILE) ? function : file;
    return known.isEmpty() ? null : known;
  }

  /** The level; null if there is none. */
  public String levelOrNull() {
    return level.isEmpty() ? null : level;
  }

  /**
   * The format for display: without {@code %0}, which represents the prefix, and without
   * surrounding blanks.
   */
  public String shownFormat() {
    StringBuilder shown = new StringBuilder(format.length());
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      boolean isPair = c == '%' && i + 1 < format.length();
      if (isPair && format.charAt(i + 1) == '0') {
        i++;
      } else {
        shown.append(c);
        if (isPair) {
          shown.append(format.charAt(++i));
        }
      }
    }
    return Blanks.strip(shown);
  }
}
