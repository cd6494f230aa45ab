package org.crashtag.cli;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Logging of the libraries. */
final class Logging {
  /** Strong references, because unreferenced loggers are collected together with their settings. */
  private static final Logger ROOT = Logger.getLogger("");

  private Logging() {}

  /** Switches logging off, or to warnings if verbose. */
  static void configure(boolean verbose) {
    if (!verbose) {
      LogManager.getLogManager().reset();
    }
    ROOT.setLevel(verbose ? Level.WARNING : Level.OFF);
  }
}
