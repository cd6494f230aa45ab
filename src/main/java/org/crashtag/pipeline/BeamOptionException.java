package org.crashtag.pipeline;

/** An option that Beam does not take. */
public final class BeamOptionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    /** There is no such option. */
    UNKNOWN_OPTION,
    /** The runner is not on the class path. */
    UNKNOWN_RUNNER,
    /** The option does not take this value. */
    BAD_VALUE
  }

  private final Kind kind;
  private final String option;

  BeamOptionException(Kind kind, String option, String message) {
    super(message);
    this.kind = kind;
    this.option = option;
  }

  /** What is wrong with the option. */
  public Kind kind() {
    return kind;
  }

  /** The option as it was given. */
  public String option() {
    return option;
  }
}
