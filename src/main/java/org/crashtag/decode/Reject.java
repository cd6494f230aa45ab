package org.crashtag.decode;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.tag.TaggedBlob;

/**
 * A part of a dump that could not be used.
 *
 * @param stage stage of processing
 * @param ordinal of the blob, or null
 * @param tag of the blob, or null
 * @param offset in the file or member, or null
 * @param reason the kind of fault
 * @param message what is wrong, in one line of at most {@value #MOST_CHARACTERS} characters:
 *     control characters and line separators, which names and exceptions can contain, are escaped
 */
public record Reject(
    Stage stage, Integer ordinal, Guid tag, Long offset, Reason reason, String message) {
  /** Longer messages are truncated: an exception can contain any text. */
  static final int MOST_CHARACTERS = 2_000;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  /** The stage of processing at which a fault was found. */
  public enum Stage {
    /** Opening and reading the source. */
    READ,
    /** The dump's headers. */
    HEADER,
    /** The list of modules. */
    MODULES,
    /** Information about what crashed: process, thread, stack, data blocks. */
    STACK,
    /** The chain of tagged blobs. */
    REGION,
    /** One blob's records. */
    DECODE;

    /** The name as used in tables and messages. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Reject {
    message = oneLine(message);
  }

  private static String oneLine(String text) {
    String spelled =
        CONTROL
            .matcher(String.valueOf(text))
            .replaceAll(match -> "\\\\u" + HexFormat.of().toHexDigits(match.group().charAt(0)));
    if (spelled.length() <= MOST_CHARACTERS) {
      return spelled;
    }
    boolean pair = Character.isHighSurrogate(spelled.charAt(MOST_CHARACTERS - 1));
    return spelled.substring(0, MOST_CHARACTERS - (pair ? 1 : 0));
  }

  /** A fault that belongs to no blob. */
  public static Reject of(Stage stage, MalformedException fault) {
    return new Reject(stage, null, null, fault.offset(), fault.reason(), fault.getMessage());
  }

  /** A fault in a blob. */
  public static Reject of(TaggedBlob blob, Reason reason, long offset, String message) {
    return new Reject(Stage.DECODE, blob.ordinal(), blob.tag(), offset, reason, message);
  }
}
