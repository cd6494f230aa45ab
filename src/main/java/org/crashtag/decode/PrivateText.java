package org.crashtag.decode;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.bytes.Bytes;

/**
 * Replaces the parts of event texts that name a person, a machine or a network. The rest of a text
 * stays readable.
 */
public final class PrivateText {
  /** A SID with more sub-authorities than the well-known SIDs of Windows. */
  private static final String USERS_SID = "S-1-\\d{1,14}(?:-\\d{1,10}){4,15}";

  private static final Pattern PRIVATE =
      Pattern.compile(
          "\\b"
              + USERS_SID
              // A MAC address.
              + "|\\b(?:\\p{XDigit}{2}[-:]){5}\\p{XDigit}{2}\\b"
              // An email address.
              + "|[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}");

  private static final Pattern ONLY_USERS_SID = Pattern.compile(USERS_SID);

  /** DOMAIN\\user as the whole text, as for the account of a service. */
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "(?!(?i)NT (?:AUTHORITY|SERVICE)\\\\)[^\\\\/:*?\"<>|]{1,64}\\\\[\\w.$@ -]{1,64}");

  /** Extensions: a file in a folder looks like an account. */
  private static final Pattern FILE = Pattern.compile("(?i).*\\.(?:sys|exe|dll|inf|cat|dat|log)");

  /** Parts of field names whose values are private as a whole. */
  private static final Pattern PRIVATE_NAMES =
      Pattern.compile(
          "ssid|profile_?name|network_?name|user_?name|account_?name|display_?name|e-?mail"
              + "|host_?name|computer_?name|machine_?name|device_?name|mac_?addr|ip_?addr"
              + "|hop_?addr|serial_?n|^_?user$|^_?mac$|^_?sid$|user_?sid|domain_?name");

  /** Replaces a private part if private values are dropped. */
  private static final String DROPPED = "*";

  private final Privacy privacy;

  /**
   * @param privacy what becomes of private parts
   */
  public PrivateText(Privacy privacy) {
    this.privacy = privacy;
  }

  /** Whether private values are stored as they are. */
  public boolean keepsAll() {
    return privacy.mode() == Privacy.Mode.KEEP;
  }

  /** Whether possibly private values must be removed, too. */
  public boolean dropsAll() {
    return privacy.mode() == Privacy.Mode.DROP;
  }

  /** Whether the values of a field with this name are private as a whole. */
  public static boolean isPrivateName(String name) {
    return PRIVATE_NAMES.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** Whether a text is the SID of a user, not a well-known SID of Windows. */
  public static boolean isUsersSid(String text) {
    return ONLY_USERS_SID.matcher(text).matches();
  }

  /** The replacement of a text that is private as a whole; null if it is dropped. */
  public String whole(String value) {
    return privacy.text(value);
  }

  /** Replaces the private parts of a text. */
  public String parts(String value) {
    if (keepsAll() || !mayBePrivate(value)) {
      return value;
    }
    if (ACCOUNT.matcher(value).matches() && !FILE.matcher(value).matches()) {
      return replacement(value);
    }
    Matcher matcher = PRIVATE.matcher(DevicePath.of(UserPath.of(value, privacy), privacy));
    return matcher.replaceAll(found -> Matcher.quoteReplacement(replacement(found.group())));
  }

  /** Formats bytes of unknown format in hex or as a hash; null if they are dropped. */
  public String opaque(Bytes bytes, boolean isPrivate) {
    return OpaqueBytes.text(bytes, isPrivate, privacy);
  }

  /** The replacement of a private part of a text. */
  public String replacement(String part) {
    return switch (privacy.mode()) {
      case HASH -> privacy.hash(part);
      case KEEP -> part;
      case DROP -> DROPPED;
    };
  }

  /** A cheap check: most texts contain nothing that the patterns could match. */
  private static boolean mayBePrivate(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || c == '@' || c == ':' || c == '-' || c == '#' || c == '&') {
        return true;
      }
    }
    return false;
  }
}
