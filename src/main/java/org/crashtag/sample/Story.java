package org.crashtag.sample;

/** What a machine of the fleet suffers from. */
enum Story {
  /** An acmenet of old, bound to KMDF 1.11.0: the machine crashes with 0xD1 and nothing else. */
  OLD_ACMENET,
  /** One build of acmedisk: three crashes in four are 0x9F. */
  BAD_ACMEDISK,
  /** Nothing in particular. */
  ORDINARY
}
