package org.crashtag.decode;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths of devices, {@code enumerator\device\instance} or {@code \??\enumerator#device#instance#
 * {class}}. The instance can be a serial number or a network card's address, and identifies a
 * machine in any case; so does a Bluetooth device's address in the name of the device.
 *
 * <p>Source: Microsoft's documentation of device identification strings.
 */
public final class DevicePath {
  private static final String INSTANCE = "([^\\\\#\\s\"',;]+)";

  private static final Pattern PRIVATE =
      Pattern.compile(
          // As Windows makes them: the hash of the parent's path and a number.
          "(?<=[\\\\#])(\\p{XDigit}{1,2}&\\p{XDigit}{1,8}&[^\\\\#\\s\"',;]+)"
              // A device's name has at most 200 characters (MAX_DEVICE_ID_LEN); without a bound, a
              // text of many beginnings of names takes time that grows with its square.
              + "|(?:\\b|[&_])(?:VID|PID|VEN|DEV|PROD|SUBSYS|REV|MI|COL)_[\\w&.+-]{0,200}+[\\\\#]"
              + INSTANCE
              + "|(?:\\\\\\?\\?\\\\|\\\\\\\\\\?\\\\|\\\\\\\\\\.\\\\|_\\?\\?_)[^\\\\#\\s]+#[^\\\\#\\s]+#"
              + INSTANCE
              + "|\\b(?:SWD|STORAGE|BTH\\w*)\\\\[^\\\\\\s]+\\\\"
              + INSTANCE
              + "|\\bDEV_(\\p{XDigit}{12})(?!\\p{XDigit})",
          Pattern.CASE_INSENSITIVE);

  /** Stands for an instance if private values are dropped. */
  private static final String NONE = "*";

  private DevicePath() {}

  /** The text with what {@code privacy} has for each instance in it; null for null. */
  public static String of(String text, Privacy privacy) {
    if (text == null || privacy.mode() == Privacy.Mode.KEEP) {
      return text;
    }
    Matcher matcher = PRIVATE.matcher(text);
    StringBuilder shown = new StringBuilder();
    int copied = 0;
    while (matcher.find()) {
      int group = 1;
      while (matcher.group(group) == null) {
        group++;
      }
      String replaced = privacy.text(matcher.group(group));
      shown.append(text, copied, matcher.start(group)).append(replaced == null ? NONE : replaced);
      copied = matcher.end(group);
    }
    return shown.append(text, copied, text.length()).toString();
  }
}
