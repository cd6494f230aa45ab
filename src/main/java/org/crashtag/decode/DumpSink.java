package org.crashtag.decode;

import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashStack;

/**
 * Receives what {@link DumpWalker} finds in a dump: its start, its modules, its blobs with their
 * records, its end. Rejects may come at any time after {@link #begin}.
 */
public interface DumpSink extends BlobSink {
  /**
   * The headers of the dump are complete.
   *
   * @throws org.crashtag.bytes.MalformedException if it isn't the expected dump: the walk ends
   */
  void begin(Dump dump);

  /**
   * A module in the lists of the dump.
   *
   * @param entry its position, from 0
   */
  void module(int entry, Module module);

  /** Information about what crashed, if it was requested. */
  void stack(CrashStack stack);

  /** The walk has ended. */
  void end(RegionFacts facts);
}
