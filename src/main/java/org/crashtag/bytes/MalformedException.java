package org.crashtag.bytes;

import java.util.function.Supplier;

/**
 * Thrown if bytes are not what they should be. Reading a dump, an archive or a record throws only
 * this exception and {@link java.io.IOException}.
 */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final long offset;

  /**
   * @param reason the kind of fault
   * @param offset where it was found, in bytes from the start of the file or member that was read
   * @param message what is wrong, without the offset, in one line
   */
  public MalformedException(Reason reason, long offset, String message) {
    super(message);
    this.reason = reason;
    this.offset = offset;
  }

  /** The kind of fault. */
  public Reason reason() {
    return reason;
  }

  /** Bytes from the start of the file or member. */
  public long offset() {
    return offset;
  }

  /**
   * As {@link #verify(boolean, Reason, long, String)}, where most conditions hold and texts would
   * be made in vain.
   */
  public static void verify(
      boolean condition, Reason reason, long offset, Supplier<String> message) {
    if (!condition) {
      throw new MalformedException(reason, offset, message.get());
    }
  }

  /** The one guard: throws {@code reason} at {@code offset} unless {@code condition} holds. */
  public static void verify(boolean condition, Reason reason, long offset, String message) {
    if (!condition) {
      throw new MalformedException(reason, offset, message);
    }
  }
}
