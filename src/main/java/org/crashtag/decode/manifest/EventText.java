package org.crashtag.decode.manifest;

/**
 * The content of an event.
 *
 * @param fields as a JSON object
 * @param text the message; null if it has none
 */
public record EventText(String fields, String text) {
  /** The content of an event without a matching definition. */
  public static final EventText NONE = new EventText(null, null);
}
