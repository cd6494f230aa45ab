package org.crashtag.layout.pdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * Finds the definitions of structures, unions and enumerations by name or unique name: the hash of
 * each name beside its index, sorted. Eight bytes a name, whatever the names' lengths.
 */
final class DefinitionIndex {
  /** More records of one hash than a compiler makes, each of which a search reads. */
  private static final int MOST_OF_ONE_HASH = 1000;

  private final TypeStream types;

  /** A hash in the upper half, a type's index in the lower. */
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
            Reason.LIMIT, definition.offset(), "over 1,000 types whose names look the same");
      }
      if (definition.name().equals(name) || definition.uniqueName().equals(name)) {
        found.add(definition.index());
      }
    }
    return found;
  }
}
