package org.crashtag.layout;

import java.util.Map;

/** Where a declaration's types come from. */
public interface TypeSource {
  /**
   * A structure or union.
   *
   * @throws UnknownTypeException where the source has none of that name for the architecture
   */
  CType.Structure structure(String name, Architecture architecture) throws UnknownTypeException;

  /**
   * Named numbers, by value.
   *
   * @param name of an enumeration, or the beginning of constants' names and a star
   * @throws UnknownTypeException where the source has none
   */
  Map<Long, String> constants(String name, Architecture architecture) throws UnknownTypeException;
}
