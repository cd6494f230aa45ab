package org.crashtag.store;

/**
 * What a numbered file of {@code _runs} says. Of several processes that want the same number, one
 * gets it.
 */
sealed interface LogEntry permits Manifest, LogNote {
  /** Its number, from 1; 0 in manifests of format 1, which had none. */
  long number();

  /**
   * A text that only its writer knew, which distinguishes it from another writer's entry of this
   * number.
   */
  String nonce();

  /** The bytes of its file. */
  byte[] toJson() throws java.io.IOException;
}
