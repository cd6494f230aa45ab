package org.crashtag.table;

import org.crashtag.dump.stack.Device;

/**
 * What a row of {@link Tables#DEVICE_STACKS} is made from.
 *
 * @param entry the device's position, from 0; 0 is the physical device
 */
public record DeviceRow(String dumpId, int entry, Device device) {}
