package org.crashtag.report;

/** A scope that makes no sense; the message, one line, names the option at fault. */
public final class ScopeException extends Exception {
  private static final long serialVersionUID = 1;

  ScopeException(String message) {
    super(message);
  }

  ScopeException(String message, Throwable cause) {
    super(message, cause);
  }
}
