package org.crashtag.sample;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Decides the contents of a crash's stack, so that it tells the same story as the bug check: the
 * driver at fault is where a reader looks for it, and an unrelated driver has left its addresses on
 * the stack as well.
 */
final class StackScript {
  private static final List<String> PROCESSES =
      List.of(
          "System",
          "System",
          "svchost.exe",
          "explorer.exe",
          "chrome.exe",
          "MsMpEng.exe",
          // ImageFileName has 14 characters.
          "backupagent.ex",
          "LauncherServic");

  private static final List<String> USB_DEVICES = List.of("otterusb", "larkcam", "marlintouch");
  private static final long BUG_CHECK_OFFSET = 0x3FE350;
  private static final long ACCESS_VIOLATION = 0xC0000005L;
  private static final int STACK_BYTES = 0x6000;

  private final Machine machine;
  private final List<SampleModule> modules;
  private final SplittableRandom draw;
  private final SampleStack stack;

  private StackScript(Machine machine, List<SampleModule> modules, SplittableRandom draw) {
    this.machine = machine;
    this.modules = modules;
    this.draw = draw;
    this.stack = new SampleStack(machine.kind(), machine.build());
  }

  static SampleScene play(
      Machine machine,
      long code,
      List<Long> parameters,
      List<SampleModule> modules,
      SplittableRandom draw) {
    return new StackScript(machine, modules, draw).play(code, parameters);
  }

  private SampleScene play(long code, List<Long> parameters) {
    long top =
        machine.kind().wide()
            ? 0xFFFF_F880_0000_0000L + (draw.nextLong(1 << 20) << 12) + 0x800
            : 0x8A00_0000L + (draw.nextLong(1 << 10) << 12) + 0x800;
    stack.top(top);
    long instruction = instruction(code, parameters);
    addHandling();
    if (instruction == 0) {
      addRefutedResidue();
    } else {
      addFault(code, parameters, instruction);
    }
    String byScan = addCallers(code);
    addUserMode();
    stack.context(moduleOf("ntoskrnl").base() + BUG_CHECK_OFFSET, top, codeIn("ntoskrnl"));
    String byDevices = code == 0x9F ? addDevices(parameters.get(1)) : null;
    String process = addProcess(code);

    String faulting = instruction == 0 ? null : moduleAt(instruction);
    String suspect = isVendors(faulting) ? faulting : byScan;
    return new SampleScene(
        stack,
        process,
        Optional.ofNullable(faulting),
        Optional.ofNullable(code == 0x9F ? byDevices : suspect));
  }

  /** The address of code among a bug check's parameters; 0 if it documents none. */
  private static long instruction(long code, List<Long> parameters) {
    return switch ((int) code) {
      case 0x0A, 0xD1 -> parameters.get(3);
      case 0x50 -> parameters.get(2);
      case 0x3B, 0x116, 0x117, 0x141, 0x1000007E -> parameters.get(1);
      default -> 0;
    };
  }

  /** Adds the words of the code that handles the crash. */
  private void addHandling() {
    stack.word(callIn("ntoskrnl")).word(draw.nextLong(0x1000)).word(codeIn("ntoskrnl"));
  }

  private void addFault(long code, List<Long> parameters, long instruction) {
    boolean isX64 = machine.kind() == MachineKind.X64;
    boolean hasRecords = code == 0x3B || code == 0x1000007E;
    if (isX64 || hasRecords) {
      // It is below the stack pointer at the fault, so a careful reader doesn't blame it.
      bystander().ifPresent(driver -> stack.word(codeIn(driver)));
    } else {
      addRefutedResidue();
    }
    if (code == 0x1000007E && machine.kind().wide()) {
      stack.exceptionAt(parameters.get(2), ACCESS_VIOLATION, instruction);
    }
    if (code == 0x1000007E) {
      stack.contextAt(parameters.get(3), instruction, stack.end());
    } else if (code == 0x3B) {
      stack.contextAt(parameters.get(2), instruction, stack.end());
    } else if (isX64) {
      int frameBytes = 5 * Long.BYTES;
      stack.interrupted(instruction, stack.end() + frameBytes);
    }
  }

  /** A word that looks like a caller's, and the code before it, which is not a call. */
  private void addRefutedResidue() {
    bystander()
        .ifPresent(
            driver -> {
              long address = codeIn(driver);
              stack.word(address).noCall(address);
            });
  }

  /** Adds the drivers that were active; returns the file name of the vendor's driver among them. */
  private String addCallers(long code) {
    String vendors = null;
    if (code == 0x133 && machine.loads(DriverCatalog.BLUEPEN)) {
      stack.word(callIn(DriverCatalog.BLUEPEN)).word(draw.nextLong(0x100));
      vendors = DriverCatalog.BLUEPEN + ".sys";
    }
    int callers = 2 + draw.nextInt(6);
    for (int i = 0; i < callers; i++) {
      String windows = Draws.oneOf(draw, List.of("ntoskrnl", "ntoskrnl", "Ntfs", "ndis", "tcpip"));
      stack.word(draw.nextInt(3) == 0 ? callIn(windows) : codeIn(windows));
      stack.word(draw.nextLong(0x10000));
    }
    return vendors;
  }

  /** If a thread came from user mode, the words above are from earlier system calls. */
  private void addUserMode() {
    if (machine.kind() == MachineKind.X64 && Draws.chance(draw, 40)) {
      stack.entered(0x7FF6_0000_0000L + draw.nextInt(1 << 30), 0x50_0000_0000L);
      bystander().ifPresent(driver -> stack.word(callIn(driver)));
    }
  }

  /** The name of the vendor's driver in the stack of devices, or null. */
  private String addDevices(long physical) {
    List<String> drivers = List.of("pci", "disk");
    Optional<String> usb = USB_DEVICES.stream().filter(machine::loads).findFirst();
    if (machine.story() == Story.BAD_ACMEDISK) {
      drivers = List.of("pci", DriverCatalog.ACMEDISK, "disk");
    } else if (usb.isPresent()) {
      drivers = List.of("UsbHub3", usb.get());
    }
    String vendors = null;
    long device = physical;
    for (int i = 0; i < drivers.size(); i++) {
      SampleModule module = moduleOf(drivers.get(i));
      boolean isLast = i == drivers.size() - 1;
      long driverObject = Draws.poolAddress(draw, machine.kind());
      long attached = isLast ? 0 : Draws.poolAddress(draw, machine.kind());
      stack.device(device, driverObject, attached).driver(driverObject, module.base());
      device = attached;
      vendors = isVendors(fileName(module)) ? fileName(module) : vendors;
    }
    return vendors;
  }

  private String addProcess(long code) {
    String process = Draws.oneOf(draw, PROCESSES);
    long processId = process.equals("System") ? 4 : 4L * (100 + draw.nextInt(5000));
    long threadId = 4L * (10 + draw.nextInt(5000));
    boolean isOther = code == 0x133 || code == 0x9F;
    long base = isOther ? stack.end() + 0x100000 : stack.end();
    stack.process(process, processId).thread(processId, threadId, base - STACK_BYTES, base);
    return process;
  }

  /** A vendor's driver that is unrelated to the crash. */
  private Optional<String> bystander() {
    return List.of("heronfs", "wrenvpn", "foxaudio", "quillprint", "badgerfw").stream()
        .filter(machine::loads)
        .findFirst();
  }

  private long codeIn(String driver) {
    SampleModule module = moduleOf(driver);
    return module.base() + 0x1100 + draw.nextLong(module.size() - 0x1200);
  }

  private long callIn(String driver) {
    long address = codeIn(driver);
    stack.call(address);
    return address;
  }

  private SampleModule moduleOf(String driver) {
    for (int i = 0; i < modules.size(); i++) {
      if (machine.drivers().get(i).name().equals(driver)) {
        return modules.get(i);
      }
    }
    throw new IllegalStateException(driver + " is not loaded on " + machine.name());
  }

  private String moduleAt(long address) {
    return modules.stream()
        .filter(module -> address >= module.base() && address - module.base() < module.size())
        .map(StackScript::fileName)
        .findFirst()
        .orElse(null);
  }

  private static String fileName(SampleModule module) {
    return module.path().substring(module.path().lastIndexOf('\\') + 1);
  }

  private boolean isVendors(String file) {
    return file != null
        && machine.drivers().stream()
            .anyMatch(driver -> !driver.windows() && file.equals(driver.name() + ".sys"));
  }
}
