package org.crashtag.dump.stack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.dump.Module;

/**
 * The devices that are attached to a physical device, and their drivers. Source: wdm.h.
 *
 * <pre>
 *                 64-bit                                     32-bit
 * DEVICE_OBJECT   0x00 u16 Type = 3                          0x00 u16 Type = 3
 *                 0x08 DriverObject   0x18 AttachedDevice    0x08 DriverObject   0x10 AttachedDevice
 * DRIVER_OBJECT   0x00 u16 Type = 4   0x18 DriverStart       0x00 u16 Type = 4   0x0C DriverStart
 * </pre>
 */
enum DeviceStack {
  WIDE(8, 0x08, 0x18, 0x18),
  NARROW(4, 0x08, 0x10, 0x0C);

  private static final int MOST_DEVICES = 32;
  private static final int DEVICE_TYPE = 3;
  private static final int DRIVER_TYPE = 4;

  private final int pointerBytes;
  private final int driverObject;
  private final int attachedDevice;
  private final int driverStart;

  DeviceStack(int pointerBytes, int driverObject, int attachedDevice, int driverStart) {
    this.pointerBytes = pointerBytes;
    this.driverObject = driverObject;
    this.attachedDevice = attachedDevice;
    this.driverStart = driverStart;
  }

  /**
   * Follows the chain upwards from the physical device, as far as the dump contains it.
   *
   * @param physical address of its device object; 0 for none
   */
  List<Device> read(long physical, Memory memory, CodeMap code) {
    List<Device> devices = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long address = physical;
    while (address != 0 && devices.size() < MOST_DEVICES && seen.add(address)) {
      Bytes device = object(memory, address, attachedDevice + pointerBytes, DEVICE_TYPE);
      if (device == null) {
        devices.add(new Device(address, null, null));
        break;
      }
      long driver = pointer(device, driverObject);
      devices.add(new Device(address, driver, module(driver, memory, code)));
      address = pointer(device, attachedDevice);
    }
    return devices;
  }

  private Module module(long driver, Memory memory, CodeMap code) {
    Bytes object = object(memory, driver, driverStart + pointerBytes, DRIVER_TYPE);
    return object == null ? null : code.find(pointer(object, driverStart));
  }

  private static Bytes object(Memory memory, long address, int size, int type) {
    Bytes object = memory.readHeld(address, size);
    return object != null && object.u16(0) == type ? object : null;
  }

  private long pointer(Bytes object, int at) {
    return pointerBytes == 8 ? object.i64(at) : object.u32(at);
  }
}
