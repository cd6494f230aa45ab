package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Reason;

/**
 * How much may be decoded while a cabinet is open. Folders can share blocks, and members can make a
 * folder be decoded again, so a small cabinet can require any amount of work.
 */
final class WorkLimit {
  private final long most;
  private final long mostPacked;
  private long decoded;
  private long packed;

  /**
   * @param most bytes decoded
   * @param cabinetSize may be read once in addition: blocks that unpack to less than their own size
   */
  WorkLimit(long most, long cabinetSize) {
    this.most = most;
    this.mostPacked = most > Long.MAX_VALUE - cabinetSize ? Long.MAX_VALUE : most + cabinetSize;
  }

  /** Counts {@code block} before it is decoded. */
  void spend(DataBlock block) {
    decoded += block.bytes();
    packed += block.packed();
    verify(
        decoded <= most && packed <= mostPacked,
        Reason.LIMIT,
        block.offset(),
        "more than " + most + " bytes to decode");
  }
}
