package org.crashtag.decode;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.bytes.Bytes;

/**
 * Replaces what names a person, a machine or a network in the texts of events. The rest of a text
 * stays readable.
 */
public final class PrivateText {
  /** A SID of more than Windows' own few numbers. */
  private static final String USERS_SID = "S-1-\\d{1,14}(?:-\\d{1,10}){4,15}";

  private static final Pattern PRIVATE =
      Pattern.compile(
          "\\b"
              + USERS_SID
              // A hardware address.
              + "|\\b(?:\\p{XDigit}{2}[-:]){5}\\p{XDigit}{2}\\b"
              // A mail address.
              + "|[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}");

  private static final Pattern ONLY_USERS_SID = Pattern.compile(USERS_SID);

  /** DOMAIN\\user as a whole text, as services run under it. */
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "(?!(?i)NT (?:AUTHORITY|SERVICE)\\\\)[^\\\\/:*?\"<>|]{1,64}\\\\[\\w.$@ -]{1,64}");

  /** A file in a folder looks like an account. */
  private static final Pattern FILE = Pattern.compile("(?i).*\\.(?:sys|exe|dll|inf|cat|dat|log)");

  /** Parts of the names of fields whose values are private as a whole. */
  private static final Pattern PRIVATE_NAMES =
      Pattern.compile(
          "ssid|profile_?name|network_?name|user_?name|account_?name|display_?name|e-?mail"
              + "|host_?name|computer_?name|machine_?name|device_?name|mac_?addr|ip_?addr"
              + "|hop_?addr|serial_?n|^_?user$|^_?mac$|^_?sid$|user_?sid|domain_?name");

  /** Stands for a private part where the private is dropped. */
  private static final String DROPPED = "*";

  private final Privacy privacy;

  public PrivateText(Privacy privacy) {
    this.privacy = privacy;
  }

  public boolean keepsAll() {
    return privacy.mode() == Privacy.Mode.KEEP;
  }

  /** Whether even what may be private has to go. */
  public boolean dropsAll() {
    return privacy.mode() == Privacy.Mode.DROP;
  }

  /** Whether a field of this name holds what is private as a whole. */
  public static boolean isPrivateName(String name) {
    return PRIVATE_NAMES.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** Whether a text is the SID of a user, not one of Windows' own. */
  public static boolean isUsersSid(String text) {
    return ONLY_USERS_SID.matcher(text).matches();
  }

  /** What replaces a text that is private as a whole; null if it is dropped. */
  public String whole(String value) {
    return privacy.text(value);
  }

  /** A text with its private parts replaced. */
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

  /** Bytes that nothing describes, in hex or hashed; null if they are dropped. */
  public String opaque(Bytes bytes, boolean isPrivate) {
    return OpaqueBytes.text(bytes, isPrivate, privacy);
  }

  /** What replaces a part of a text that is private as a whole. */
  public String replacement(String part) {
    return switch (privacy.mode()) {
      case HASH -> privacy.hash(part);
      case KEEP -> part;
      case DROP -> DROPPED;
    };
  }

  /** Cheap: most texts have nothing that the patterns could find. */
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
