package org.crashtag.layout.pdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * Finds the definitions of structures, unions and enumerations by name or unique name: pairs of a
 * name's hash and its index, sorted. Takes eight bytes for each name, whatever its length.
 */
final class DefinitionIndex {
  /** More records with one hash than any compiler creates; a search reads each of them. */
  private static final int MOST_OF_ONE_HASH = 1000;

  private final TypeStream types;

  /** A hash in the upper half, a type index in the lower half. */
  private long[] entries = new long[1024];

  private int count;

  DefinitionIndex(TypeStream types) throws IOException {
    this.types = types;
    for (int i = 0; i < types.count(); i++) {
      TypeRecord record = types.record(TypeStream.FIRST_RECORD + i);
      if (TypeDefinition.is(record)) {
        add(TypeDefinition.of(record));
      }
    }
    entries = Arrays.copyOf(entries, count);
    Arrays.sort(entries);
  }

  private void add(TypeDefinition definition) {
    if (!definition.isForward()) {
      add(definition.name(), definition.index());
      if (!definition.uniqueName().isEmpty()) {
        add(definition.uniqueName(), definition.index());
      }
    }
  }

  private void add(String name, int index) {
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, 2 * count);
    }
    entries[count++] = (long) name.hashCode() << 32 | index;
  }

  /** The indices of all definitions with this name or unique name, in ascending order. */
  List<Integer> named(String name) throws IOException {
    long lowest = (long) name.hashCode() << 32;
    int at = Arrays.binarySearch(entries, lowest);
    int first = at < 0 ? -at - 1 : at;
    List<Integer> found = new ArrayList<>();
    for (int i = first; i < count && entries[i] >> 32 == lowest >> 32; i++) {
      TypeDefinition definition = TypeDefinition.of(types.record((int) entries[i]));
      if (i - first >= MOST_OF_ONE_HASH) {
        throw new MalformedException(
            Reason.LIMIT,
            definition.offset(),
            "more than 1,000 types whose names have the same hash");
      }
      if (definition.name().equals(name) || definition.uniqueName().equals(name)) {
        found.add(definition.index());
      }
    }
    return found;
  }
}
