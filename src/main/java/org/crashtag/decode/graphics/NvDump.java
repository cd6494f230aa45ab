package org.crashtag.decode.graphics;

import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Coverage;

/**
 * The message that NVIDIA's driver writes, {@code NvDump}.
 *
 * <pre>
 * NvDump:  1 system_info, repeated   2 dcl_msg, repeated   3 gpu_info, repeated
 * dcl_msg: 315 journal_assert  320 journal_rvaheader  324 NvLog  330 common
 * journal_rvaheader: 1 driver_start
 * </pre>
 *
 * <p>Only the first system_info is used, and the first of each other field in a dcl_msg. The state
 * of the GPU's engines, gpu_info, is skipped as one field: the open descriptors cover it only in
 * part, and no table shows it. Sources: NVIDIA/open-gpu-kernel-modules (MIT), {@code
 * g_nvdebug_pb.c}, {@code g_all_dcl_pb.c}, {@code g_journal_pb.c}; the number of NvLog is measured.
 */
final class NvDump {
  private static final int SYSTEM_INFO = 1;
  private static final int DCL_MSG = 2;
  private static final int GPU_INFO = 3;
  private static final int JOURNAL_ASSERT = 315;
  private static final int JOURNAL_RVAHEADER = 320;
  private static final int NV_LOG = 324;
  private static final int COMMON = 330;
  private static final int DRIVER_START = 1;

  private final Bytes message;
  private final Coverage coverage;
  private NvSystem system;
  private boolean hasHeader;
  private Long driverStart;
  private Long driverBuilt;

  /**
   * Reads fields that later parts of the message may need.
   *
   * @param message the message, possibly truncated
   */
  NvDump(Bytes message, Coverage coverage) {
    this.message = message;
    this.coverage = coverage;
    readSystem();
    readHeaders();
  }

  private void readSystem() {
    WireMessage dump = new WireMessage(message, coverage);
    while (system == null && dump.next()) {
      WireMessage found = dump.number() == SYSTEM_INFO ? dump.message() : null;
      system = found == null ? null : NvSystem.read(found);
    }
    system = system == null ? NvSystem.unknown() : system;
  }

  private void readHeaders() {
    WireMessage dump = new WireMessage(message, Coverage.NONE);
    while (dump.next()) {
      WireMessage dcl = dump.number() == DCL_MSG ? dump.message() : null;
      while (dcl != null && dcl.next()) {
        readHeader(dcl);
      }
    }
  }

  private void readHeader(WireMessage dcl) {
    if (dcl.number() == JOURNAL_RVAHEADER && !hasHeader) {
      WireMessage header = dcl.message();
      hasHeader = header != null;
      while (header != null && header.next()) {
        boolean wanted = header.number() == DRIVER_START && driverStart == null;
        driverStart = wanted ? header.varint() : driverStart;
      }
    } else if (dcl.number() == NV_LOG && driverBuilt == null) {
      WireMessage log = dcl.message();
      driverBuilt = log == null ? null : NvLog.built(log);
    }
  }

  /** Reads the driver's journal and logs, in order. */
  void read(Consumer<NvAssert> asserts, NvLog.Receiver logs) {
    WireMessage dump = new WireMessage(message, coverage);
    while (dump.next()) {
      WireMessage dcl = dump.number() == DCL_MSG ? dump.message() : null;
      if (dcl != null) {
        read(dcl, asserts, logs);
      } else if (dump.number() == GPU_INFO) {
        dump.content();
      }
    }
  }

  private static void read(WireMessage dcl, Consumer<NvAssert> asserts, NvLog.Receiver logs) {
    NvAssert journal = null;
    NvAssert.Common common = null;
    boolean hasHeader = false;
    boolean hasLog = false;
    while (dcl.next()) {
      switch (dcl.number()) {
        case JOURNAL_ASSERT -> journal = journal == null ? NvAssert.read(dcl.message()) : journal;
        case COMMON -> common = common == null ? NvAssert.Common.read(dcl.message()) : common;
        case JOURNAL_RVAHEADER -> hasHeader = hasHeader || countHeader(dcl.message());
        case NV_LOG -> hasLog = hasLog || NvLog.read(dcl.message(), logs);
        default -> {
          // A field that no table shows.
        }
      }
    }
    if (journal != null) {
      asserts.accept(common == null ? journal : journal.with(common));
    }
  }

  private static boolean countHeader(WireMessage header) {
    while (header != null && header.next()) {
      if (header.number() == DRIVER_START) {
        header.varint();
      }
    }
    return header != null;
  }

  NvSystem system() {
    return system;
  }

  /** Address of the driver's image; null if unknown. */
  Long driverStart() {
    return driverStart;
  }

  /** Build time of the driver in seconds since 1970; null if unknown. */
  Long driverBuilt() {
    return driverBuilt;
  }
}
