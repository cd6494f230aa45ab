package org.crashtag.decode.declared;

/** A declaration from which no table can be made. The message says why. */
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

  /** File, line and column of the fault. */
  public String place() {
    return place;
  }
}
