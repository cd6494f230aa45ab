package org.crashtag.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces values that identify a machine or a person. Hashes are HMAC-SHA-256 with a key of the
 * user: equal values have equal hashes, and guesses cannot be tested without the key. Not safe for
 * use by several threads.
 */
public final class Privacy {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 16;

  private final Mode mode;
  private final Mac mac;

  /** How private values are treated. */
  public enum Mode {
    /** They are replaced with a keyed hash. */
    HASH,
    /** They are kept. */
    KEEP,
    /** They are replaced with NULL. */
    DROP;

    /** The name used in options and manifests. */
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
   * @param key key of the hashes, at least one byte
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

  /** How private values are treated. */
  public Mode mode() {
    return mode;
  }

  /** The replacement of a private text: the text itself, its hash, or null. */
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

  /** The hash of {@code value}, 32 hex digits, in every mode. */
  public String hash(String value) {
    return HexFormat.of().formatHex(mac.doFinal(value.getBytes(UTF_8)), 0, HASH_BYTES);
  }
}
