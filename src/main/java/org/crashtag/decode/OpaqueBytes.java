package org.crashtag.decode;

import java.util.Locale;
import java.util.regex.Pattern;
import org.crashtag.bytes.Bytes;

/**
 * Bytes that cannot be interpreted without the symbols of their writer: arguments of messages,
 * payloads of events, sections of a driver's data. They can contain anything, so one rule applies
 * unless private values are kept: they are private as a whole if they come from a network driver,
 * because addresses look like any other number, or if they contain text, such as a network name or
 * the path of a device or file.
 */
public final class OpaqueBytes {
  /** Marks a hash; otherwise its digits would look like the bytes. */
  private static final char HASH_MARK = '#';

  private static final Pattern NETWORK_DRIVER =
      Pattern.compile(
          "wi-?fi|wlan|wdi|wwan|mbb|ndis|net|tcpip|bth|bluetooth|bt(?:usb|uart|filter)|vpn|wireguard"
              + "|^(?:tap|rtw|rtl|athw|bcm|e1[a-z])");

  /** Fewer bytes cannot contain the address of a network card. */
  private static final int ADDRESS_BYTES = 6;

  private OpaqueBytes() {}

  /**
   * Whether a driver is one of a network.
   *
   * @param driver name of the driver; null if unknown
   */
  public static boolean isOfNetwork(String driver) {
    return driver != null && NETWORK_DRIVER.matcher(driver.toLowerCase(Locale.ROOT)).find();
  }

  /** Whether there are enough bytes for the address of a network card. */
  public static boolean canHoldAddress(Bytes data) {
    return data.length() >= ADDRESS_BYTES;
  }

  /** Whether the bytes seem to contain text. */
  public static boolean holdText(Bytes data) {
    return TextSearch.finds(data);
  }

  /**
   * Formats bytes for a table as hex digits; private bytes as {@code #} and the hash of their hex
   * digits, or null if private values are dropped.
   *
   * @param isPrivate whether the bytes are private for a reason other than their content
   */
  public static String text(Bytes data, boolean isPrivate, Privacy privacy) {
    String hex = data.hex(0, data.length());
    if (hex.isEmpty() || privacy.mode() == Privacy.Mode.KEEP) {
      return hex;
    }
    if (!isPrivate && !holdText(data)) {
      return hex;
    }
    return privacy.mode() == Privacy.Mode.DROP ? null : HASH_MARK + privacy.hash(hex);
  }
}
