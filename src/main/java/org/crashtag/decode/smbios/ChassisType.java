package org.crashtag.decode.smbios;

import java.util.List;

/** Names of system enclosures. Source: DMTF DSP0134, "System Enclosure or Chassis Types". */
final class ChassisType {
  private static final List<String> NAMES =
      List.of(
          "Other",
          "Unknown",
          "Desktop",
          "Low Profile Desktop",
          "Pizza Box",
          "Mini Tower",
          "Tower",
          "Portable",
          "Laptop",
          "Notebook",
          "Hand Held",
          "Docking Station",
          "All in One",
          "Sub Notebook",
          "Space-saving",
          "Lunch Box",
          "Main Server Chassis",
          "Expansion Chassis",
          "SubChassis",
          "Bus Expansion Chassis",
          "Peripheral Chassis",
          "RAID Chassis",
          "Rack Mount Chassis",
          "Sealed-case PC",
          "Multi-system chassis",
          "Compact PCI",
          "Advanced TCA",
          "Blade",
          "Blade Enclosure",
          "Tablet",
          "Convertible",
          "Detachable",
          "IoT Gateway",
          "Embedded PC",
          "Mini PC",
          "Stick PC");

  private ChassisType() {}

  /** The name of a type, whose highest bit means that it has a lock; null if it has none. */
  static String name(int type) {
    int number = type & 0x7F;
    return number >= 1 && number <= NAMES.size() ? NAMES.get(number - 1) : null;
  }
}
