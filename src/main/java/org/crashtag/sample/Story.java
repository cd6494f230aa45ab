package org.crashtag.sample;

/** The problem of a machine of the fleet. */
enum Story {
  /** An old acmenet, bound to KMDF 1.11.0: the machine only crashes with 0xD1. */
  OLD_ACMENET,
  /** The bad build of acmedisk: three of four crashes are 0x9F. */
  BAD_ACMEDISK,
  /** No particular problem. */
  ORDINARY
}
