package org.crashtag.decode.graphics;

import java.util.HexFormat;
import org.crashtag.bytes.Bytes;

/**
 * Information of NVIDIA's driver about its card, Windows and itself. Only the first occurrence of a
 * field is used; missing fields are null.
 *
 * <pre>
 * system_info: 4 gpu_info  5 os_info  6 driver_info  8 error_state  11 time_info
 * gpu_info:    3 gpu_uuid, 16 bytes   4 device_id   7 subdev_id: vendor in the low 16 bits, device above
 * os_info:     4 osBldNum
 * driver_info: 2 version, text  3 branch, text  4 changelist  8 load_count
 * error_state: 1 bugcheck_code
 * time_info:   1 timestamp_freq  2 timestamp_dump  3 system_time_dump  5 time_since_boot_sec
 * </pre>
 *
 * <p>Source: NVIDIA/open-gpu-kernel-modules (MIT), {@code g_nvdebug_pb.c}.
 */
final class NvSystem {
  private static final int UUID_BYTES = 16;

  private boolean hasGpu;
  private boolean hasOs;
  private boolean hasDriver;
  private boolean hasError;
  private boolean hasTime;
  private String uuid;
  private Long device;
  private Long subsystem;
  private Long build;
  private String version;
  private String branch;
  private Long changelist;
  private Long loadCount;
  private Long bugCheckCode;
  private Long frequency;
  private Long timestamp;
  private Long systemTime;
  private Long secondsSinceBoot;

  /** The result for an empty message. */
  static NvSystem unknown() {
    return new NvSystem();
  }

  /** Reads system_info. */
  static NvSystem read(WireMessage message) {
    NvSystem system = new NvSystem();
    while (message.next()) {
      system.readPart(message);
    }
    return system;
  }

  private void readPart(WireMessage field) {
    switch (field.number()) {
      case 4 -> hasGpu = hasGpu || readGpu(field.message());
      case 5 -> hasOs = hasOs || readOs(field.message());
      case 6 -> hasDriver = hasDriver || readDriver(field.message());
      case 8 -> hasError = hasError || readError(field.message());
      case 11 -> hasTime = hasTime || readTime(field.message());
      default -> {
        // A part that no table shows.
      }
    }
  }

  private boolean readGpu(WireMessage gpu) {
    Bytes identity = null;
    while (gpu != null && gpu.next()) {
      switch (gpu.number()) {
        case 3 -> identity = identity == null ? gpu.content() : identity;
        case 4 -> device = first(device, gpu);
        case 7 -> subsystem = first(subsystem, gpu);
        default -> {
          // A field that no table shows.
        }
      }
    }
    if (identity != null && identity.length() == UUID_BYTES) {
      uuid = HexFormat.of().formatHex(identity.toArray());
    }
    return gpu != null;
  }

  private boolean readOs(WireMessage os) {
    while (os != null && os.next()) {
      build = os.number() == 4 ? first(build, os) : build;
    }
    return os != null;
  }

  private boolean readDriver(WireMessage driver) {
    while (driver != null && driver.next()) {
      switch (driver.number()) {
        case 2 -> version = version == null ? PlainText.of(driver.content()) : version;
        case 3 -> branch = branch == null ? PlainText.of(driver.content()) : branch;
        case 4 -> changelist = first(changelist, driver);
        case 8 -> loadCount = first(loadCount, driver);
        default -> {
          // A field that no table shows.
        }
      }
    }
    return driver != null;
  }

  private boolean readError(WireMessage error) {
    while (error != null && error.next()) {
      bugCheckCode = error.number() == 1 ? first(bugCheckCode, error) : bugCheckCode;
    }
    return error != null;
  }

  private boolean readTime(WireMessage time) {
    while (time != null && time.next()) {
      switch (time.number()) {
        case 1 -> frequency = first(frequency, time);
        case 2 -> timestamp = first(timestamp, time);
        case 3 -> systemTime = first(systemTime, time);
        case 5 -> secondsSinceBoot = first(secondsSinceBoot, time);
        default -> {
          // A field that no table shows.
        }
      }
    }
    return time != null;
  }

  private static Long first(Long before, WireMessage field) {
    return before == null ? field.varint() : before;
  }

  /** 32 hex digits. */
  String uuid() {
    return uuid;
  }

  /** Vendor in the low 16 bits, device in the high bits. */
  Long device() {
    return device;
  }

  /** Vendor in the low 16 bits, device in the high bits. */
  Long subsystem() {
    return subsystem;
  }

  /** Windows build number. */
  Long build() {
    return build;
  }

  /** Version of the driver. */
  String version() {
    return version;
  }

  String branch() {
    return branch;
  }

  Long changelist() {
    return changelist;
  }

  Long loadCount() {
    return loadCount;
  }

  Long bugCheckCode() {
    return bugCheckCode;
  }

  Long secondsSinceBoot() {
    return secondsSinceBoot;
  }

  /** Converts time stamps of the driver to times. */
  NvClock clock() {
    return new NvClock(frequency, timestamp, systemTime);
  }
}
