package org.crashtag.mutate;

import java.util.List;

/** One reader, the inputs that it is tried with, and what must hold for any input. */
interface MutationKind {
  String name();

  /** Whole inputs, from which the mutated ones are made; at least one. */
  List<byte[]> seeds();

  /** Its share of all cases: cheap readers have a larger one. */
  int weight();

  /**
   * Reads an input.
   *
   * @param seed the index of the seed that the input was made from
   * @return rows, members or types that came out
   * @throws Exception that isn't a refusal: the case fails
   */
  int read(int seed, byte[] input) throws Exception;
}
