package org.crashtag.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What becomes of values that identify a machine or a person. Hashes are HMAC-SHA-256 under the
 * user's own key: equal values stay equal, and nobody without the key can try them out. Belongs to
 * one thread.
 */
public final class Privacy {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 16;

  private final Mode mode;
  private final Mac mac;

  /** What becomes of private values. */
  public enum Mode {
    /** A keyed hash stands for them. */
    HASH,
    /** They are kept. */
    KEEP,
    /** NULL stands for them. */
    DROP;

    /** The name as it stands in options and manifests. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode with a label.
     *
     * @throws IllegalArgumentException if none has it
     */
    public static Mode of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param key of the hashes, at least one byte
   */
  public Privacy(Mode mode, byte[] key) {
    this.mode = mode;
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** What becomes of private values. */
  public Mode mode() {
    return mode;
  }

  /** What stands for a private text: itself, its hash, or null. */
  public String text(String value) {
    if (value == null) {
      return null;
    }
    return switch (mode) {
      case HASH -> hash(value);
      case KEEP -> value;
      case DROP -> null;
    };
  }

  /** 32 hex digits that stand for {@code value} in every mode. */
  public String hash(String value) {
    return HexFormat.of().formatHex(mac.doFinal(value.getBytes(UTF_8)), 0, HASH_BYTES);
  }
}
