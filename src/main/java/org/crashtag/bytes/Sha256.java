package org.crashtag.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests. */
public final class Sha256 {
  /** Finding an algorithm takes longer than hashing a few bytes with it. */
  private static final ThreadLocal<MessageDigest> OF_THREAD =
      ThreadLocal.withInitial(Sha256::digest);

  private Sha256() {}

  /** A digest for data that arrives in pieces. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static MessageDigest ofThread() {
    MessageDigest digest = OF_THREAD.get();
    // Remove bytes left by an update that failed.
    digest.reset();
    return digest;
  }

  /** The hash of {@code bytes}: 64 lower-case hex digits. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(ofThread().digest(bytes));
  }

  /** The first 16 bytes of the hash of {@code bytes}: 32 lower-case hex digits. */
  public static String shortHex(byte[] bytes) {
    return shortHex(Bytes.of(bytes));
  }

  /** The first 16 bytes of the hash of {@code bytes}: 32 lower-case hex digits. */
  public static String shortHex(Bytes bytes) {
    MessageDigest digest = ofThread();
    bytes.update(digest);
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
