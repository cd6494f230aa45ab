package org.crashtag.layout;

import java.util.Map;

/** The source of the types of a declaration. */
public interface TypeSource {
  /**
   * Finds a structure or union.
   *
   * @throws UnknownTypeException if the source has no such type for the architecture
   */
  CType.Structure structure(String name, Architecture architecture) throws UnknownTypeException;

  /**
   * Finds named numbers, keyed by value.
   *
   * @param name an enumeration, or a prefix of constant names followed by a star
   * @throws UnknownTypeException if the source has no match
   */
  Map<Long, String> constants(String name, Architecture architecture) throws UnknownTypeException;
}
