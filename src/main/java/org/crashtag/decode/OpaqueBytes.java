package org.crashtag.decode;

import java.util.Locale;
import java.util.regex.Pattern;
import org.crashtag.bytes.Bytes;

/**
 * Bytes that only their writer's symbols explain: arguments of messages, payloads of events,
 * sections of a driver's notes. They may hold anything, so that one rule decides what is shown of
 * them unless private values are kept: they are private as a whole if they come from a driver of a
 * network, whose addresses look like any other number, or if there is text in them, such as a
 * network's name or the path of a device or file.
 */
public final class OpaqueBytes {
  /** Marks a hash: bare digits would pass for the bytes. */
  private static final char HASH_MARK = '#';

  private static final Pattern NETWORK_DRIVER =
      Pattern.compile(
          "wi-?fi|wlan|wdi|wwan|mbb|ndis|net|tcpip|bth|bluetooth|bt(?:usb|uart|filter)|vpn|wireguard"
              + "|^(?:tap|rtw|rtl|athw|bcm|e1[a-z])");

  /** Fewer bytes can't hold the address of a network card. */
  private static final int ADDRESS_BYTES = 6;

  private OpaqueBytes() {}

  /**
   * Whether bytes can hold an address, because they are enough and their writer works for a
   * network.
   *
   * @param driver its name; null if unknown
   */
  public static boolean canHoldAddress(Bytes data, String driver) {
    return driver != null
        && data.length() >= ADDRESS_BYTES
        && NETWORK_DRIVER.matcher(driver.toLowerCase(Locale.ROOT)).find();
  }

  /** Whether there seems to be text among the bytes. */
  public static boolean holdText(Bytes data) {
    return TextSearch.finds(data);
  }

  /**
   * What a table shows of bytes: hex digits; for private bytes {@code #} and the hash of their hex
   * digits, or null if private values are dropped.
   *
   * @param isPrivate whether something other than the bytes tells that they are private
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
