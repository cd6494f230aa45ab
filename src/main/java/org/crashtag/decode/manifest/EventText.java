package org.crashtag.decode.manifest;

/**
 * What an event carries.
 *
 * @param fields as a JSON object
 * @param text its message; null if it has none
 */
public record EventText(String fields, String text) {
  /** Of an event that no definition fits. */
  public static final EventText NONE = new EventText(null, null);
}
