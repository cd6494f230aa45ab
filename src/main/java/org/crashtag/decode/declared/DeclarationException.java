package org.crashtag.decode.declared;

/** A declaration that makes no table; the message names the place and what is wrong. */
public final class DeclarationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String place;

  /**
   * @param place file, line and column
   */
  public DeclarationException(String place, String message) {
    super(message);
    this.place = place;
  }

  /** File, line and column. */
  public String place() {
    return place;
  }
}
