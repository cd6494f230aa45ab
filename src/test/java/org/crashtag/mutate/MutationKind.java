package org.crashtag.mutate;

import java.util.List;

/** One reader, the inputs that test it, and the check that must hold for any input. */
interface MutationKind {
  String name();

  /** Valid inputs from which the mutated ones are made; at least one. */
  List<byte[]> seeds();

  /** Its share of all cases: cheap readers have a larger one. */
  int weight();

  /**
   * Reads an input.
   *
   * @param seed the index of the seed that the input was made from
   * @return number of rows, members or types read
   * @throws Exception if it isn't a rejection, which fails the case
   */
  int read(int seed, byte[] input) throws Exception;
}
