package org.crashtag.dump.stack;

import org.crashtag.dump.Module;

/**
 * A device of a stack of devices.
 *
 * @param address of its device object
 * @param driverObject address of its driver's object; null if the device object isn't in the dump
 * @param module of its driver; null if the driver object isn't in the dump or starts in no module
 */
public record Device(long address, Long driverObject, Module module) {
  /** Name of the driver's file, or null. */
  public String moduleName() {
    return module == null ? null : module.name();
  }
}
