package org.crashtag.decode.declared;

import org.crashtag.decode.StatusNames;

/** NTSTATUS values as text. */
final class NtStatus {
  private NtStatus() {}

  /** {@code 0xc0000005 STATUS_ACCESS_VIOLATION}, or only the number if the value has no name. */
  static String text(int status) {
    String name = StatusNames.NTSTATUS.of(status);
    String number = StatusNames.hex(status);
    return name == null ? number : number + ' ' + name;
  }
}
