package org.crashtag.cli;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** What the libraries log. */
final class Logging {
  /** Held, since loggers that nobody holds are collected with their settings. */
  private static final Logger ROOT = Logger.getLogger("");

  private Logging() {}

  /** Lets nothing of it reach the user, or warnings where asked. */
  static void configure(boolean verbose) {
    if (!verbose) {
      LogManager.getLogManager().reset();
    }
    ROOT.setLevel(verbose ? Level.WARNING : Level.OFF);
  }
}
