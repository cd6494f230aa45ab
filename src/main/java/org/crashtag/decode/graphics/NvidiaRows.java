package org.crashtag.decode.graphics;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.UserPath;

/** Yields the rows of an NVCD blob. */
final class NvidiaRows {
  private static final long SECONDS_PER_DAY = 86_400;

  private final DumpContext dump;
  private final RecordSink sink;
  private long logRecords;

  NvidiaRows(DumpContext dump, RecordSink sink) {
    this.dump = dump;
    this.sink = sink;
  }

  /**
   * Yields the rows of a blob whose header has been read.
   *
   * @param whole whether {@code blob} is complete
   * @param origin origin of the blob, as in the table
   */
  void give(Bytes blob, boolean whole, String origin) {
    NvcdWalk walk = new NvcdWalk(blob, whole, sink);
    NvDump message = new NvDump(walk.message(), sink);
    NvClock clock = message.system().clock();
    Long driverStart = message.driverStart();
    message.read(
        journal ->
            sink.row(GraphicsTables.ASSERTS, new NvAssert.Placed(journal, clock, driverStart)),
        this::giveLog);
    giveDriver(walk, message, origin);
    if (!walk.processes().give(this::giveProcess)) {
      sink.reject(Reason.LIMIT, blob.offset(), "clients share too many devices to be counted");
    }
    MalformedException fault = walk.fault();
    if (fault != null) {
      sink.reject(fault.reason(), fault.offset(), fault.getMessage());
    }
  }

  private void giveDriver(NvcdWalk walk, NvDump message, String origin) {
    NvSystem system = message.system();
    Long built = message.driverBuilt();
    sink.row(
        GraphicsTables.DRIVERS,
        new GpuDriver(
            "nvidia",
            origin,
            system.version(),
            built == null ? null : built / SECONDS_PER_DAY,
            system.branch(),
            system.changelist(),
            PciId.of(system.device()),
            PciId.of(system.subsystem()),
            system.uuid(),
            system.loadCount(),
            system.build(),
            system.bugCheckCode(),
            system.clock().dumpMicros(),
            system.secondsSinceBoot(),
            walk.records(),
            logRecords,
            walk.isComplete()));
  }

  private void giveProcess(NvidiaProcess process) {
    String image = UserPath.of(process.image(), dump.privacy());
    sink.row(GraphicsTables.PROCESSES, process.withImage(image));
  }

  private void giveLog(NvLogRecord entry) {
    logRecords++;
    sink.row(GraphicsTables.LOG, entry);
  }
}
