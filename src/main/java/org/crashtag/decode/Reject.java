package org.crashtag.decode;

import java.util.Locale;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.tag.TaggedBlob;

/**
 * A part of a dump that could not be used.
 *
 * @param stage where on the data's journey
 * @param ordinal of the blob, or null
 * @param tag of the blob, or null
 * @param offset in the file or member, or null
 * @param reason the kind of fault
 * @param message what is wrong, in one line
 */
public record Reject(
    Stage stage, Integer ordinal, Guid tag, Long offset, Reason reason, String message) {
  /** Where on the data's journey something was found wanting. */
  public enum Stage {
    /** Opening and reading the source. */
    READ,
    /** The dump's headers. */
    HEADER,
    /** The list of modules. */
    MODULES,
    /** What tells who crashed: process, thread, stack, data blocks. */
    STACK,
    /** The chain of tagged blobs. */
    REGION,
    /** One blob's records. */
    DECODE;

    /** The name as it stands in tables and messages. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
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
