package org.crashtag.dump.stack;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.dump.DumpHeader;
import org.crashtag.dump.TriageBytes;
import org.crashtag.dump.TriageHeader;
import org.crashtag.dump.TriageParts;

/**
 * The parts of a triage dump for the crash analysis, each empty if the dump lacks it.
 *
 * @param context record of the processor that wrote the dump
 * @param process bytes of the EPROCESS
 * @param thread bytes of the ETHREAD
 * @param stack the call stack
 * @param blocks the table of data blocks
 */
record TriageStack(Bytes context, Bytes process, Bytes thread, CallStack stack, Bytes blocks) {
  /** Maximum size of a kernel stack: 256 KiB. Real dumps have up to 16 KiB. */
  private static final long MOST_STACK_BYTES = 1 << 18;

  /** Real dumps have up to 5,000 blocks. */
  private static final long MOST_BLOCKS = 100_000;

  /** The range of these parts, as far as the header is plausible. */
  static void addParts(DumpHeader header, TriageHeader triage, TriageParts parts) {
    ContextLayout.of(header).ifPresent(layout -> parts.add(triage.contextOffset(), layout.bytes()));
    parts.add(triage.processOffset(), rest(triage, triage.processOffset()));
    parts.add(triage.threadOffset(), rest(triage, triage.threadOffset()));
    if (triage.callStackBytes() <= MOST_STACK_BYTES) {
      parts.add(triage.callStackOffset(), triage.callStackBytes());
    }
    if (triage.dataBlocksCount() <= MOST_BLOCKS) {
      parts.add(triage.dataBlocksOffset(), triage.dataBlocksCount() * Memory.BLOCK_BYTES);
    }
  }

  /**
   * The dump doesn't tell a structure's length. The needed bytes are read as far as they exist, but
   * at least one.
   */
  private static long rest(TriageHeader triage, long offset) {
    return Math.max(1, Math.min(CrashedThread.MOST_BYTES, triage.sizeOfDump() - offset));
  }

  /** Reads the parts; a fault loses only its own part. */
  static TriageStack read(DumpHeader header, TriageBytes dump, Consumer<MalformedException> faults)
      throws IOException {
    TriageHeader triage = dump.triage();
    Parts parts = new Parts(header, dump, faults);
    int context = ContextLayout.of(header).map(ContextLayout::bytes).orElse(0);
    Bytes stack =
        parts.read(
            triage.callStackOffset(), triage.callStackBytes(), MOST_STACK_BYTES, "the call stack");
    return new TriageStack(
        parts.read(triage.contextOffset(), context, context, "the context record"),
        parts.read(
            triage.processOffset(),
            rest(triage, triage.processOffset()),
            CrashedThread.MOST_BYTES,
            "the process"),
        parts.read(
            triage.threadOffset(),
            rest(triage, triage.threadOffset()),
            CrashedThread.MOST_BYTES,
            "the thread"),
        new CallStack(triage.topOfStack(), stack, header.format().pointerBytes()),
        parts.read(
            triage.dataBlocksOffset(),
            triage.dataBlocksCount() * Memory.BLOCK_BYTES,
            MOST_BLOCKS * Memory.BLOCK_BYTES,
            "the table of data blocks"));
  }

  /** Reads one part after another. */
  private record Parts(DumpHeader header, TriageBytes dump, Consumer<MalformedException> faults) {
    Bytes read(long offset, long size, long most, String what) throws IOException {
      if (offset == 0 || size == 0) {
        return Bytes.NONE;
      }
      try {
        verify(size <= most, Reason.LIMIT, offset, what + " takes " + size + " bytes");
        // The context record is in the header page.
        return dump.require(offset, size, Long.BYTES, what);
      } catch (MalformedException e) {
        faults.accept(e);
        return Bytes.NONE;
      }
    }
  }
}
