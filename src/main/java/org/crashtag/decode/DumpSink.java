package org.crashtag.decode;

import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashStack;

/**
 * Takes what {@link DumpWalker} finds in a dump: its beginning, its modules, its blobs with their
 * records, its end. Rejects may come at any time after {@link #begin}.
 */
public interface DumpSink extends BlobSink {
  /**
   * The dump's headers are whole.
   *
   * @throws org.crashtag.bytes.MalformedException where it isn't the dump that was expected: the
   *     walk ends
   */
  void begin(Dump dump);

  /**
   * A module of the dump's lists.
   *
   * @param entry its place, from 0
   */
  void module(int entry, Module module);

  /** What the dump tells of who crashed, if it was asked for. */
  void stack(CrashStack stack);

  /** The walk is over. */
  void end(RegionFacts facts);
}
