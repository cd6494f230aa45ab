package org.crashtag.source;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * What follows the data of a member whose header was written before its data, as {@link ZipFormat}
 * draws it. Neither the signature nor the width of the sizes is stated, so the form is used whose
 * sizes match the data.
 *
 * @param checksum CRC-32
 * @param length of the descriptor, in bytes
 */
record ZipDescriptor(long checksum, int length) {
  /** Length with a signature and wide sizes. */
  static final int MOST_BYTES = 24;

  /**
   * Reads past the descriptor.
   *
   * @param packed bytes of the data
   * @param bytes that they unpack to, or {@link VerifiedStream#UNKNOWN}
   */
  static ZipDescriptor read(PushbackInputStream in, long packed, long bytes) throws IOException {
    byte[] peeked = in.readNBytes(MOST_BYTES);
    Optional<ZipDescriptor> found = of(Bytes.of(peeked), packed, bytes);
    if (found.isEmpty()) {
      throw new MalformedException(
          Reason.CORRUPT, packed, "the descriptor of a zip's member doesn't match its lengths");
    }
    int length = found.get().length;
    in.unread(peeked, length, peeked.length - length);
    return found.get();
  }

  /** The descriptor at the start of {@code bytes}, if there is one of these sizes. */
  private static Optional<ZipDescriptor> of(Bytes peeked, long packed, long bytes) {
    boolean signed = peeked.length() >= 4 && peeked.u32(0) == ZipFormat.DESCRIPTOR_SIGNATURE;
    Optional<ZipDescriptor> found = signed ? at(peeked, 4, packed, bytes) : Optional.empty();
    return found.isPresent() ? found : at(peeked, 0, packed, bytes);
  }

  /** The descriptor with a signature at the start of {@code peeked}. */
  static Optional<ZipDescriptor> signed(Bytes peeked, long size) {
    boolean signed = peeked.length() >= 4 && peeked.u32(0) == ZipFormat.DESCRIPTOR_SIGNATURE;
    return signed ? at(peeked, 4, size, size) : Optional.empty();
  }

  private static Optional<ZipDescriptor> at(Bytes peeked, int at, long packed, long bytes) {
    if (peeked.length() >= at + 12
        && peeked.u32(at + 4) == (packed & 0xFFFFFFFFL)
        && (bytes == VerifiedStream.UNKNOWN || peeked.u32(at + 8) == (bytes & 0xFFFFFFFFL))
        && !isWide(peeked, at, packed, bytes)) {
      return Optional.of(new ZipDescriptor(peeked.u32(at), at + 12));
    }
    return isWide(peeked, at, packed, bytes)
        ? Optional.of(new ZipDescriptor(peeked.u32(at), at + 20))
        : Optional.empty();
  }

  private static boolean isWide(Bytes peeked, int at, long packed, long bytes) {
    return peeked.length() >= at + 20
        && peeked.i64(at + 4) == packed
        && (bytes == VerifiedStream.UNKNOWN || peeked.i64(at + 12) == bytes);
  }
}
